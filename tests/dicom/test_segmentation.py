"""The segmentation: where its voxels lie, and what it refers to."""

import io
from dataclasses import replace

import highdicom
import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.dicom.results import (
    LabelVolume,
    segmentation,
)
from myomap.errors import (
    ConfigError,
    GeometryError,
)
from result_files import (
    FACTS,
    SOURCES,
    labels,
    opened,
)

# The affected area


def test_segments_come_back_in_the_frame_of_the_source():
    source = SOURCES["ge-recon"]()
    data = segmentation(labels(), source, FACTS)
    made = highdicom.seg.segread(io.BytesIO(data))
    assert made.FrameOfReferenceUID == opened(source).FrameOfReferenceUID
    assert made.ContentQualification == "RESEARCH"
    assert made.number_of_segments == 2
    for number, label, code in ((1, 1, "251055003"), (2, 2, "251057006")):
        told = made.get_segment_description(number)
        assert told.segmented_property_type.value == code
        assert told.algorithm_type.value == "AUTOMATIC"
        assert told.algorithm_identification.version == "0.1.0"
        volume = made.get_volume(segment_numbers=[number], combine_segments=True)
        found = np.argwhere(volume.array > 0)
        placed = found @ volume.affine[:3, :3].T + volume.affine[:3, 3]
        wanted = np.argwhere(labels().labels == label)
        affine = labels().affine
        expected = wanted @ affine[:3, :3].T + affine[:3, 3]
        assert_allclose(
            np.sort(placed.round(3), axis=0), np.sort(expected, axis=0), atol=2e-3
        )


@pytest.mark.parametrize(
    ("name", "is_same"),
    [
        ("ge-recon", True),
        ("siemens-recon", True),
        ("short-axis-oblique", True),
        ("short-axis-plain", False),
        ("ge-tomo", False),
        ("bare", False),
        ("capture", False),
    ],
)
def test_voxels_lie_in_the_sources_frame_only_where_it_tells_their_place(name, is_same):
    source = SOURCES[name]()
    made = opened(segmentation(labels(), source, FACTS))
    given = opened(source).get("FrameOfReferenceUID")
    assert (made.FrameOfReferenceUID == given) == is_same


def test_a_label_that_does_not_occur_is_no_segment():
    only_fixed = replace(
        labels(), labels=np.where(labels().labels == 2, 2, 0).astype("u1")
    )
    made = opened(segmentation(only_fixed, None, FACTS))
    assert [each.SegmentLabel for each in made.SegmentSequence] == [
        "fixed defect, myomap 0.1.0"
    ]


def test_a_drawn_area_is_not_called_automatic():
    made = opened(segmentation(labels(by_person=True), None, FACTS))
    assert {each.SegmentAlgorithmType for each in made.SegmentSequence} == {
        "SEMIAUTOMATIC"
    }


def test_the_segmentation_refers_to_its_source_and_to_nothing_else():
    source = SOURCES["ge-tomo"]()
    made = opened(segmentation(labels(), source, FACTS))
    told = {
        str(each.value)
        for each in made.iterall()
        if each.keyword == "ReferencedSOPInstanceUID"
    }
    assert told == {str(opened(source).SOPInstanceUID)}
    alone = opened(segmentation(labels(), None, FACTS))
    assert not any(
        each.keyword == "ReferencedSOPInstanceUID" for each in alone.iterall()
    )


def test_nothing_affected_is_no_segmentation():
    with pytest.raises(ConfigError, match="No voxel"):
        segmentation(replace(labels(), labels=labels().labels * 0), None, FACTS)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"labels": np.zeros((3, 3), np.uint8)}, id="flat"),
        pytest.param({"labels": np.zeros((3, 3, 3))}, id="float"),
        pytest.param({"labels": np.full((3, 3, 3), 3, np.uint8)}, id="other label"),
        pytest.param({"affine": np.zeros((4, 4))}, id="no extent"),
        pytest.param({"affine": np.full((4, 4), np.nan)}, id="nan"),
        pytest.param({"affine": np.eye(4) + np.eye(4, k=1)}, id="not perpendicular"),
    ],
)
def test_what_is_no_volume_of_labels_is_refused(change):
    given = {"labels": labels().labels, "affine": labels().affine} | change
    with pytest.raises(GeometryError):
        LabelVolume(**given)
