"""Pictures of polar maps are inputs like any other."""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image, PngImagePlugin

from capture_files import capture_bytes, capture_dataset, with_palette
from intake_files import npy_bytes
from myomap.colortable import known_scale
from myomap.errors import ConfigError, InputError, UnsupportedStudyError
from myomap.intake import IntakeOptions, PictureOptions, read_study
from myomap.records import InputKind, MapSource, PolarMap, State, Study
from myomap.screenshot import Disc
from nm_files import study_bytes
from screen_files import (
    NAME_ON_SCREEN,
    SIZE_PX,
    file_of,
    paint,
    screen_with,
    shown_maps,
)

LONE, PAIR, TRIPLE = screen_with(1), screen_with(2), screen_with(3)


@pytest.fixture
def place(tmp_path: Path):
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


def told(**options) -> IntakeOptions:
    return IntakeOptions(pictures=PictureOptions(**options))


def states(study: Study) -> list[State | None]:
    return [item.state for item in study.inputs]


def codes(study: Study) -> set[str]:
    return {caution.code for item in study.inputs for caution in item.cautions}


def uptake_error(item, index: int) -> float:
    """Return the mean error after a common scale: the top colour may not be shown."""
    assert isinstance(item.data, PolarMap)
    found, drawn = item.data.uptake_percent, shown_maps()[index].uptake_percent
    scale = float((found * drawn).sum() / (found * found).sum())
    return float(np.abs(scale * found - drawn)[item.data.valid].mean())


@pytest.mark.parametrize("kind", ["PNG", "BMP", "JPEG"])
def test_a_screen_with_two_maps_gives_stress_and_rest(place, kind) -> None:
    study = read_study([place("screen", file_of(PAIR, kind))])
    assert states(study) == [State.STRESS, State.REST]
    assert [item.kind for item in study.inputs] == [InputKind.PICTURE] * 2
    assert len({item.sha256 for item in study.inputs}) == 1
    assert study.left_out == ()
    assert "picture-state-by-layout" in codes(study)
    assert not study.cautions
    for index, item in enumerate(study.inputs):
        assert item.data.source is MapSource.PICTURE
        assert item.data.state is item.state
        assert uptake_error(item, index) < 4.0


def test_the_difference_of_three_is_passed_over(place) -> None:
    study = read_study([place("screen.png", file_of(TRIPLE))])
    assert states(study) == [State.STRESS, State.REST]


def test_a_lone_map_has_the_state_that_is_told(place) -> None:
    path = place("a.png", file_of(LONE))
    unknown = read_study([path])
    assert states(unknown) == [None]
    assert "state-unknown" in codes(unknown)
    assert "picture-state-unknown" not in codes(unknown)
    asked = read_study([], options=IntakeOptions(rest=(path,)))
    assert states(asked) == [State.REST]
    assert "state-unknown" not in codes(asked)
    named = read_study([place("rest.png", file_of(LONE))])
    assert states(named) == [State.REST]


def test_the_name_of_a_file_with_two_maps_says_nothing(place) -> None:
    study = read_study([place("rest.png", file_of(PAIR))])
    assert states(study) == [State.STRESS, State.REST]


def test_a_state_given_for_two_maps_means_the_one_shown_as_it(place) -> None:
    path = place("a.png", file_of(PAIR))
    study = read_study([], options=IntakeOptions(rest=(path,)))
    assert states(study) == [State.REST]
    assert uptake_error(study.inputs[0], 1) < 4.0
    assert "picture-maps-unused" in {caution.code for caution in study.cautions}
    assert "picture-maps-kept" in codes(study)


def test_a_picture_given_as_both_states_keeps_its_order_and_says_so(place) -> None:
    path = place("a.png", file_of(PAIR))
    study = read_study([], options=IntakeOptions(stress=(path,), rest=(path,)))
    assert states(study) == [State.STRESS, State.REST]
    assert study.cautions == ()
    for item in study.inputs:
        (kept,) = [each for each in item.cautions if each.code == "picture-maps-kept"]
        assert "--states rest,stress" in kept.message
        assert [each.source for each in item.evidence] == ["arrangement", "option"]


def test_states_that_are_given_exchange_the_maps(place) -> None:
    path = place("a.png", file_of(PAIR))
    turned = PictureOptions(states=(State.REST, State.STRESS))
    for asked in (
        IntakeOptions(pictures=turned),
        IntakeOptions(pictures=turned, stress=(path,), rest=(path,)),
    ):
        study = read_study([path], options=asked)
        by_state = {item.state: item for item in study.inputs}
        assert set(by_state) == {State.STRESS, State.REST}
        assert uptake_error(by_state[State.REST], 0) < 4.0
        assert uptake_error(by_state[State.STRESS], 1) < 4.0
        assert not codes(study) & {"picture-state-by-layout", "picture-maps-kept"}
        assert all(item.evidence[0].source == "option" for item in study.inputs)


def test_a_wrong_number_of_states_is_wrong_usage(place) -> None:
    path = place("a.png", file_of(PAIR))
    options = IntakeOptions(pictures=PictureOptions(states=(State.REST,)))
    with pytest.raises(ConfigError, match="2 of them of uptake"):
        read_study([path], options=options)


def test_a_map_can_be_passed_over(place) -> None:
    path = place("a.png", file_of(PAIR))
    options = IntakeOptions(pictures=PictureOptions(states=(None, State.REST)))
    study = read_study([path], options=options)
    assert states(study) == [State.REST]
    assert uptake_error(study.inputs[0], 1) < 4.0


def test_a_map_is_read_where_it_is_placed(place) -> None:
    path = place("a.png", file_of(PAIR))
    radius = SIZE_PX / 2
    middle = (30 + radius - 0.5, 40 + radius - 0.5)
    disc = Disc(centre_px=middle, radius_px=(radius, radius), confidence=1.0)
    study = read_study([path], options=told(places=(disc,)))
    assert states(study) == [None]
    assert uptake_error(study.inputs[0], 0) < 4.0
    assert "disc-placed-by-hand" in codes(study)


def test_a_picture_can_be_the_map_alone(place) -> None:
    cut = PAIR[40 : 40 + SIZE_PX, 210 : 210 + SIZE_PX]
    path = place("rest.png", file_of(cut))
    study = read_study([path], options=told(is_whole=True))
    assert states(study) == [State.REST]
    assert uptake_error(study.inputs[0], 1) < 4.0


def test_the_range_of_a_colour_bar_can_be_told(place) -> None:
    path = place("a.png", file_of(PAIR))
    whole, *_ = read_study([path]).inputs
    narrow, *_ = read_study(
        [path], options=told(bar_range_percent=(20.0, 100.0))
    ).inputs
    valid = whole.data.valid
    expected = 20.0 + 0.8 * whole.data.uptake_percent[valid]
    assert_allclose(narrow.data.uptake_percent[valid], expected, atol=0.01)
    assert "picture-range-assumed" in {each.code for each in whole.cautions}
    assert "picture-range-assumed" not in {each.code for each in narrow.cautions}
    (colors,) = [each for each in narrow.cautions if each.code == "picture-colors"]
    assert "from 20 to 100 %" in colors.message
    assert (whole.reference, narrow.reference) == ("the top of the colour scale", None)


def test_an_input_names_what_its_colours_were_read_with(place) -> None:
    study = read_study([place("a.png", file_of(PAIR))])
    assert {item.color_scale for item in study.inputs} == {"hot-iron"}
    study = read_study(
        [place("b.png", file_of(LONE))], options=told(scale=known_scale("hot-iron"))
    )
    assert study.inputs[0].color_scale == "hot-iron"


def test_a_lone_map_is_not_stress_and_rest(place) -> None:
    path = place("a.png", file_of(LONE))
    with pytest.raises(ConfigError, match="same file"):
        read_study([], options=IntakeOptions(stress=(path,), rest=(path,)))


def test_two_maps_without_states_cannot_be_one(place) -> None:
    scattered = np.zeros((420, 500, 3), np.uint8)
    paint(scattered, shown_maps()[0], 20, 20)
    paint(scattered, shown_maps()[1], 320, 250)
    path = place("a.png", file_of(scattered))
    with pytest.raises(InputError, match="--states"):
        read_study([path])
    with pytest.raises(InputError, match="--states"):
        read_study([], options=IntakeOptions(stress=(path,)))
    named = PictureOptions(states=(State.STRESS, State.REST))
    study = read_study([path], options=IntakeOptions(pictures=named))
    assert states(study) == [State.STRESS, State.REST]


def test_the_same_picture_twice_is_read_once(place) -> None:
    data = file_of(PAIR)
    study = read_study([place("a.png", data), place("b.png", data)])
    assert len(study.inputs) == 2
    assert [item.reason for item in study.left_out] == [
        "The same file is there twice; it was read once."
    ] * 2


def test_pictures_beside_data_are_left_out_and_found_alone_they_are_read(place) -> None:
    folder = place("study/screen.png", file_of(PAIR)).parent
    place("study/screen.dcm", capture_bytes(capture_dataset(PAIR)))
    assert states(read_study([folder])) == [State.STRESS, State.REST] * 2
    place("study/rest.npy", npy_bytes())
    study = read_study([folder])
    assert [item.kind for item in study.inputs] == [InputKind.POLAR_MAP]
    assert {item.name for item in study.left_out} == {"screen.png", "screen.dcm"}
    assert all("beside other data" in item.reason for item in study.left_out)


def test_a_picture_given_beside_data_is_read(place) -> None:
    screen = place("screen.png", file_of(PAIR))
    study = read_study([screen, place("rest.npy", npy_bytes())])
    assert [item.kind for item in study.inputs] == [
        InputKind.PICTURE,
        InputKind.PICTURE,
        InputKind.POLAR_MAP,
    ]


@pytest.mark.parametrize("has_palette", [False, True])
def test_a_captured_screen_is_read(place, has_palette) -> None:
    ds = capture_dataset(PAIR)
    if has_palette:
        image = Image.fromarray(PAIR).quantize(256)
        colors = np.array(image.getpalette(), np.uint8).reshape(-1, 3)
        ds = with_palette(capture_dataset(np.array(image), "PALETTE COLOR"), colors)
    study = read_study([place("screen.dcm", capture_bytes(ds))])
    assert states(study) == [State.STRESS, State.REST]
    assert study.inputs[0].sop_instance_uid is not None
    assert study.sex is not None


def test_frames_without_a_map_are_passed_over(place) -> None:
    frames = np.stack([np.zeros_like(PAIR), PAIR])
    data = capture_bytes(capture_dataset(frames, n_frames=2))
    assert states(read_study([place("a.dcm", data)])) == [State.STRESS, State.REST]


def test_a_header_speaks_for_a_lone_map_alone(place) -> None:
    lone = capture_bytes(capture_dataset(LONE, description="Rest map"))
    study = read_study([place("a.dcm", lone)])
    assert states(study) == [State.REST]
    assert study.inputs[0].evidence[0].source == "SeriesDescription"
    pair = capture_bytes(capture_dataset(PAIR, description="Rest map"))
    assert states(read_study([place("b.dcm", pair)])) == [State.STRESS, State.REST]


def test_the_state_that_is_given_comes_before_header_and_name(place) -> None:
    data = capture_bytes(capture_dataset(LONE, description="Rest map"))
    options = told(states=(State.STRESS,))
    study = read_study([place("a.dcm", data)], options=options)
    assert states(study) == [State.STRESS]
    assert "state-overruled" in codes(study)
    named = read_study([place("rest.png", file_of(LONE))], options=options)
    assert states(named) == [State.STRESS]
    assert not {code for code in codes(named) if code.startswith("state-")}


def test_a_picture_without_a_map_is_refused_with_its_reason(place) -> None:
    plain = np.full((120, 160, 3), (90, 20, 20), np.uint8)
    with pytest.raises(InputError, match="no polar map"):
        read_study([place("a.png", file_of(plain))])
    capture = place("a.dcm", capture_bytes(capture_dataset(plain)))
    with pytest.raises(UnsupportedStudyError, match="no polar map"):
        read_study([capture])
    recon = place("r.dcm", study_bytes("ge-recon"))
    study = read_study([recon, capture])
    assert "no polar map" in study.left_out[0].reason


def test_an_attenuation_map_is_no_picture(place) -> None:
    screen = place("screen.png", file_of(PAIR))
    with pytest.raises(InputError, match="is a picture"):
        read_study([screen], options=IntakeOptions(attenuation_map=screen))


def test_of_a_picture_only_what_its_discs_show_is_kept(place) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Patient", NAME_ON_SCREEN)
    stream = io.BytesIO()
    Image.fromarray(PAIR).save(stream, "PNG", pnginfo=info)
    study = read_study([place("screen.png", stream.getvalue())])
    for item in study.inputs:
        assert item.colors is not None
        rgb = item.colors.rgb
        height, width, _ = rgb.shape
        assert_allclose((height, width), SIZE_PX, atol=6)
        y, x = np.mgrid[:height, :width]
        away = np.hypot(2 * x / (width - 1) - 1, 2 * y / (height - 1) - 1)
        assert not rgb[away > 1.03].any()
        assert rgb[away < 0.85].any(axis=1).all()
    assert "CANARY" not in repr(study) + str([item.cautions for item in study.inputs])
