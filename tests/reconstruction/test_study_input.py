"""Which map belongs to which projections, and where both lie."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.camera import COLLIMATORS
from myomap.errors import GeometryError
from myomap.reconstruction import (
    ReconstructionOptions,
    attenuation_input_for,
    reconstruct_input,
)
from myomap.records import (
    AcquisitionFacts,
    AttenuationMap,
    InputKind,
    Projections,
    State,
    Study,
    StudyInput,
)
from reconstruction_studies import small_study

FRAME, OTHER = "1.2.840.1", "1.2.840.2"
QUICK = ReconstructionOptions(
    iterations=1, subsets=8, detects_motion=False, half_life_h=None
)


def given(data: Projections | AttenuationMap, frame: str | None, **more: Any) -> Any:
    is_map = isinstance(data, AttenuationMap)
    values: dict[str, Any] = {
        "data": replace(data, frame_of_reference_uid=frame),
        "kind": InputKind.ATTENUATION_MAP if is_map else InputKind.PROJECTIONS,
        "state": None if is_map else State.STRESS,
        "evidence": (),
        "facts": AcquisitionFacts(),
        "sha256": "0" * 64,
        "frame_of_reference_uid": frame,
    }
    return StudyInput(**(values | more))


def study_of(*maps: StudyInput, frame: str | None = FRAME, **changes: Any) -> Study:
    views = replace(small_study().projections, **changes)
    return Study(inputs=(given(views, frame), *maps))


def of_map(frame: str | None, **more: Any) -> StudyInput:
    found: StudyInput = given(small_study().attenuation_map, frame, **more)
    return found


def test_a_map_of_another_frame_is_refused_with_the_way_out() -> None:
    study = study_of(of_map(OTHER))
    with pytest.raises(GeometryError, match=r"frames of reference differ.*--any-frame"):
        reconstruct_input(study, study.inputs[0], QUICK)


def test_it_is_used_where_the_user_says_so() -> None:
    study = study_of(of_map(OTHER))
    found = reconstruct_input(study, study.inputs[0], QUICK, any_frame=True)
    assert found.reconstruction.attenuation_corrected
    assert found.attenuation_source is study.inputs[1]


@pytest.mark.parametrize(
    ("mine", "frame"), [(FRAME, FRAME), (None, FRAME), (FRAME, None)]
)
def test_a_map_of_one_or_of_no_frame_is_used(
    mine: str | None, frame: str | None
) -> None:
    study = study_of(of_map(frame), frame=mine)
    found = reconstruct_input(study, study.inputs[0], QUICK)
    assert found.reconstruction.attenuation_corrected


def test_the_map_of_the_other_acquisition_is_passed_over_with_a_caution() -> None:
    rest = given(small_study().projections, OTHER, state=State.REST)
    study = Study(inputs=(*study_of(of_map(OTHER)).inputs, rest))
    stress = reconstruct_input(study, study.inputs[0], QUICK)
    codes = {caution.code for caution in stress.volume_input.cautions}
    assert {"attenuation-map-of-another-frame", "attenuation-not-corrected"} <= codes
    assert attenuation_input_for(study, rest) is study.inputs[1]


def test_among_maps_of_unknown_state_the_frame_decides() -> None:
    maps = [of_map(OTHER, sha256="0" * 64), of_map(FRAME, sha256="f" * 64)]
    study = study_of(*maps)
    assert attenuation_input_for(study, study.inputs[0]) is study.inputs[2]


def test_what_the_user_gave_comes_before_the_study_s_own() -> None:
    own, asked = of_map(FRAME), of_map(None, sha256="f" * 64, is_asked_map=True)
    study = study_of(own, asked)
    assert attenuation_input_for(study, study.inputs[0]) is asked


def test_the_volume_lies_where_the_header_places_the_axis() -> None:
    axis = np.array([12.0, -7.0, -850.0])
    own = small_study().attenuation_map
    affine = own.affine.copy()
    affine[:3, 3] += axis
    moved = given(replace(own, affine=affine), FRAME)
    study = study_of(moved, axis_position_mm=axis)
    plain = study_of(of_map(FRAME))
    found = reconstruct_input(study, study.inputs[0], QUICK).reconstruction
    expected = reconstruct_input(plain, plain.inputs[0], QUICK).reconstruction
    assert_allclose(found.volume.centre_mm, axis, atol=1e-9)
    assert_allclose(found.volume.counts, expected.volume.counts, rtol=1e-3, atol=1e-3)


def test_the_collimator_of_the_header_comes_first() -> None:
    follows = replace(QUICK, follows_header=True)
    study = study_of()
    source = study.inputs[0]
    named = replace(source, facts=AcquisitionFacts(collimator="LEAP"))
    found = reconstruct_input(study, named, follows)
    assert found.reconstruction.protocol.collimator == COLLIMATORS["LEAP"]
    codes = {caution.code for caution in found.volume_input.cautions}
    assert "collimator-assumed" not in codes
    fixed = reconstruct_input(study, named, QUICK).reconstruction.protocol
    assert fixed.collimator == COLLIMATORS["LEHR"]


def test_a_collimator_that_nobody_names_is_assumed_with_a_caution() -> None:
    study = study_of()
    found = reconstruct_input(
        study, study.inputs[0], replace(QUICK, follows_header=True)
    )
    assert found.reconstruction.protocol.collimator == COLLIMATORS["LEHR"]
    codes = [caution.code for caution in found.volume_input.cautions]
    assert codes.count("collimator-assumed") == 1
