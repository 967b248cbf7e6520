"""Classes in flat colours, black samples, and labels in the place of means."""

import numpy as np
import pytest

from myomap.errors import GeometryError
from myomap.figures import figure_bytes
from myomap.polarmap import (
    ClassMap,
    ClassStyle,
    DrawingOptions,
    PanelSpec,
    class_image,
    draw_polar_maps,
)
from polar_maps import map_of

STYLES = (
    ClassStyle(name="none", rgb=(250, 250, 250)),
    ClassStyle(name="some", rgb=(200, 30, 40)),
)
HALF = np.zeros((32, 72), np.uint8)
HALF[:, 10:26] = 1


def _class_map(classes=HALF, valid=None):
    return ClassMap(
        classes=classes,
        area_cm2=np.ones((32, 72)),
        valid=np.ones((32, 72), bool) if valid is None else valid,
        styles=STYLES,
    )


def test_every_pixel_has_the_colour_of_its_class_and_none_between():
    picture = class_image(_class_map(), 101)
    inside = picture[picture[..., 3] == 255][:, :3]
    assert {tuple(color) for color in inside.tolist()} == {s.rgb for s in STYLES}
    # Angle 90° is up: the marked quarter lies in the upper half.
    assert tuple(picture[20, 50, :3]) == STYLES[1].rgb
    assert tuple(picture[80, 50, :3]) == STYLES[0].rgb


def test_what_is_not_known_is_grey():
    valid = np.ones((32, 72), bool)
    valid[:, 10:26] = False
    assert tuple(class_image(_class_map(valid=valid), 101)[20, 50, :3]) == (128,) * 3


def test_a_class_without_a_style_is_refused():
    with pytest.raises(GeometryError, match="found 2, expected 0 to 1"):
        _class_map(classes=HALF + 1)


def _drawn(**panel):
    spec = PanelSpec(title="A", content=map_of(90.0), **panel)
    figure = draw_polar_maps([spec], DrawingOptions(panel_px=200))
    return figure, figure_bytes(figure, "png")


def test_black_samples_are_drawn_black():
    figure, _ = _drawn(blackout=HALF.astype(bool))
    picture = figure.axes[0].images[0].get_array()
    size = picture.shape[0]
    assert tuple(picture[size // 5, size // 2, :3]) == (0, 0, 0)
    assert picture[4 * size // 5, size // 2, :3].max() > 0


def test_labels_stand_in_the_segments_and_a_remark_below():
    spec = PanelSpec(
        title="A", content=map_of(90.0), labels=tuple(f"<{i}>" for i in range(17))
    )
    figure = draw_polar_maps([spec], DrawingOptions(remark="a remark of ours"))
    written = {text.get_text() for text in figure.axes[0].texts}
    assert {f"<{i}>" for i in range(17)} <= written
    assert any("a remark of ours" in text.get_text() for text in figure.texts)


def test_a_class_map_has_a_legend_and_no_colour_bar():
    figure = draw_polar_maps([PanelSpec(title="A", content=_class_map())])
    (legend,) = [axes.get_legend() for axes in figure.axes if axes.get_legend()]
    assert [text.get_text() for text in legend.get_texts()] == ["none", "some"]
    assert not any("%" in axes.get_xlabel() for axes in figure.axes)
