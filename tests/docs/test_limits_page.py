"""The sizes on the page of limits are those that the code enforces."""

import re
from pathlib import Path

import pytest

from myomap.dicom import limits as dicom_limits
from myomap.intake.archive import ArchiveLimits
from myomap.intake.ct_series import CtLimits
from myomap.intake.ct_stack import SLICE_STEP_MM
from myomap.intake.gathering import GatherLimits
from myomap.intake.nifti_header import NiftiLimits
from myomap.intake.walking import WalkLimits
from myomap.screenshot import picture_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "limits.md").read_text("utf-8")
TABLE = PAGE.partition("## How large it may be")[2].partition("\n## ")[0]
ROWS = dict(
    re.findall(r"^\| (?!limit)([^|-][^|]*) \| ([^|]*) \|$", TABLE, re.MULTILINE)
)

MIB = 1 << 20
ENFORCED = {
    "one DICOM file": f"{dicom_limits.MAX_FILE_BYTES // MIB} MiB",
    "frames of one DICOM object": f"{dicom_limits.MAX_FRAMES}",
    "rows or columns of a frame": (
        f"{dicom_limits.MIN_SIDE} to {dicom_limits.MAX_SIDE}"
    ),
    "pixel or slice distance": (
        f"{dicom_limits.MIN_SPACING_MM:g} to {dicom_limits.MAX_SPACING_MM:g} mm"
    ),
    "captured screens of one DICOM object": f"{dicom_limits.MAX_CAPTURE_FRAMES}",
    "rows or columns of a captured screen": (
        f"{dicom_limits.MIN_SIDE} to {dicom_limits.MAX_CAPTURE_SIDE}"
    ),
    "pixels of a captured screen": f"{dicom_limits.MAX_CAPTURE_PIXELS}",
    "one picture file": f"{picture_file.MAX_FILE_BYTES // MIB} MiB",
    "pixels of a picture": f"{picture_file.MAX_PIXELS}",
    "longest side of a picture": f"{picture_file.MAX_SIDE_PX}",
    "sequences inside sequences": f"{dicom_limits.MAX_NESTING}",
    "voxels along one axis of a NIfTI volume": f"{NiftiLimits().axis}",
    "voxels of one NIfTI volume": f"{NiftiLimits().voxels}",
    "all that one zip inflates to": f"{ArchiveLimits().total_bytes // MIB} MiB",
    "one file in a zip": f"{ArchiveLimits().member_bytes // MIB} MiB",
    "files in a zip": f"{ArchiveLimits().members}",
    "inflated to stored bytes of one file in a zip": f"{ArchiveLimits().ratio:g}",
    "files and folders below a folder": f"{WalkLimits().entries}",
    "folders inside each other": f"{WalkLimits().depth}",
    "all bytes of one study": f"{GatherLimits().total_bytes // MIB} MiB",
    "inputs of use in one study": f"{GatherLimits().inputs}",
    "pixel or slice distance of a CT": (
        f"{SLICE_STEP_MM[0]:g} to {SLICE_STEP_MM[1]:g} mm"
    ),
    "CT slices of one study; more are left out": f"{CtLimits().slices}",
    "pixels of all CTs once averaged; more are left out": (
        f"{CtLimits().pixel_bytes // MIB} MiB"
    ),
}


def test_pixels_of_a_ct_have_the_limits_of_its_slices() -> None:
    expected = (dicom_limits.MIN_CT_SPACING_MM, dicom_limits.MAX_SPACING_MM)
    assert expected == SLICE_STEP_MM


def test_the_page_lists_the_limits_that_are_enforced() -> None:
    assert set(ROWS) == set(ENFORCED)


@pytest.mark.parametrize("limit", ENFORCED)
def test_a_limit_has_the_value_on_the_page(limit: str) -> None:
    assert ROWS[limit] == ENFORCED[limit]


def test_every_caution_that_the_page_names_is_one_that_is_given() -> None:
    told = PAGE.partition("## When a raw study is wrong")[2].partition("\n## ")[0]
    named = {code for code in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", told)}
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert {code for code in named if f'code="{code}"' not in source} == set()
    assert len(named) > 12
