import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from myomap.polarmap import segments_17, segments_20
from myomap.polarmap.graticule import (
    graticule_lines,
    label_place,
    mask_outline,
    unit_arc,
)


def length(lines):
    steps = [np.diff(points, axis=0) for points in lines]
    return sum(np.linalg.norm(step, axis=1).sum() for step in steps)


def test_the_borders_of_17_segments_have_their_length():
    lines = [line.points for line in graticule_lines(segments_17())]
    spokes = (6 + 6 + 4) * 0.25
    circles = 2 * np.pi * (0.25 + 0.5 + 0.75)
    # Chords of one degree are shorter than their arc by 1.3e-5.
    assert length(lines) == pytest.approx(spokes + circles, rel=1e-4)


def test_the_borders_of_20_segments_have_their_length():
    lines = [line.points for line in graticule_lines(segments_20())]
    spokes = (6 + 6 + 6 + 2) * 0.25
    circles = 2 * np.pi * (0.25 + 0.5 + 0.75)
    assert length(lines) == pytest.approx(spokes + circles, rel=1e-4)


def test_borders_of_territories_part_different_arteries():
    model = segments_17()
    borders = [line for line in graticule_lines(model) if line.parts_territories]
    spokes = [line.points for line in borders if len(line.points) == 2]
    outer = sorted(
        round(float(np.degrees(np.arctan2(*points[1][::-1])) % 360))
        for points in spokes
        if np.hypot(*points[1]) == pytest.approx(1.0)
    )
    # On the basal ring LCX, LAD and RCA meet at 60°, 180° and 300°.
    assert outer == [60, 180, 300]
    apex = [p.points for p in borders if np.allclose(np.hypot(*p.points.T), 0.25)]
    assert length(apex) == pytest.approx(2 * np.pi * 0.25 / 2, rel=1e-3)


@pytest.mark.parametrize("model", [segments_17(), segments_20()], ids=["17", "20"])
def test_every_label_lies_in_its_segment(model):
    for segment in model.segments:
        assert model.segment_at(*label_place(segment)) is segment


def test_the_outline_of_one_sample_is_its_cell():
    mask = np.zeros((32, 72), bool)
    mask[16, 18] = True
    pieces = mask_outline(mask)
    assert len(pieces) == 4
    points = np.concatenate(pieces)
    radius = np.hypot(*points.T)
    angle = np.degrees(np.arctan2(points[:, 1], points[:, 0]))
    assert_allclose([radius.min(), radius.max()], [16 / 32, 17 / 32])
    assert_allclose([angle.min(), angle.max()], [87.5, 92.5])


def test_the_outline_of_everything_is_the_rim():
    pieces = mask_outline(np.ones((32, 72), bool))
    assert length(pieces) == pytest.approx(2 * np.pi, rel=1e-4)
    assert_allclose(np.hypot(*np.concatenate(pieces).T), 1.0)
    assert mask_outline(np.zeros((32, 72), bool)) == ()


def test_an_outline_closes_across_angle_zero():
    mask = np.zeros((32, 72), bool)
    mask[31, [71, 0]] = True
    assert len(mask_outline(mask)) == 6


def test_an_arc_ends_where_it_should():
    arc = unit_arc(0.5, 0.0, 90.0)
    assert_array_equal(arc[0], [0.5, 0.0])
    assert_allclose(arc[-1], [0.0, 0.5], atol=1e-15)
    assert len(arc) == 91
