import hashlib
import importlib.util
import itertools
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from myomap.errors import ConfigError, OutputExistsError
from myomap.figures import figure_bytes, save_figure
from myomap.polarmap import (
    Background,
    DrawingOptions,
    PanelSpec,
    Wording,
    difference_map,
    draw_polar_maps,
    segments_20,
)
from myomap.records import State
from polar_maps import ANGLES_DEG, defect, healthy_uptake, map_of

SMALL = DrawingOptions(panel_px=300)


def three_panels():
    valid = np.ones((32, 72), bool)
    valid[28:, 40:60] = False
    stress = map_of(np.clip(healthy_uptake() - defect(55), 0, 100))
    rest = map_of(healthy_uptake(), state=State.REST, valid=valid)
    return [
        PanelSpec(title="Stress", content=stress, outline=defect(55) > 25),
        PanelSpec(title="Rest", content=rest),
        PanelSpec(title="Difference", content=difference_map(stress, rest)),
    ]


def texts_of(figure):
    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def pixels_of(figure):
    return np.asarray(Image.open(BytesIO(figure_bytes(figure, "png"))).convert("RGB"))


def hashes():
    figure = draw_polar_maps(three_panels(), SMALL)
    return [
        hashlib.sha256(figure_bytes(figure, kind)).hexdigest()
        for kind in ("png", "svg", "png")
    ]


def test_a_panel_is_as_wide_as_asked():
    pixels = pixels_of(draw_polar_maps(three_panels(), SMALL))
    assert pixels.shape[1] == 900


def test_the_same_maps_give_the_same_bytes_in_another_process():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from polarmap.test_drawing import hashes\n"
        "print(*hashes())\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, tests], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == hashes()


def test_the_users_own_settings_change_nothing_and_survive():
    before = figure_bytes(draw_polar_maps(three_panels()[:1], SMALL), "png")
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "savefig.dpi": 30}):
        after = figure_bytes(draw_polar_maps(three_panels()[:1], SMALL), "png")
        assert mpl.rcParams["font.size"] == 30
    assert after == before


@pytest.mark.parametrize(
    ("angle_deg", "row", "column"),
    [(90, -1, 0), (180, 0, -1), (270, 1, 0), (0, 0, 1)],
    ids=["anterior-top", "septum-left", "inferior-bottom", "lateral-right"],
)
def test_walls_lie_where_the_screens_show_them(angle_deg, row, column):
    hot = np.clip(100 * np.cos(np.radians(ANGLES_DEG - angle_deg)), 0, 100)
    options = DrawingOptions(panel_px=300, color_table="grey", shows_values=False)
    panel = PanelSpec(title="", content=map_of(hot))
    pixels = pixels_of(draw_polar_maps([panel], options)).mean(axis=2)
    # Of a panel of 4 inches the title takes 0.46 and the disc's axes 3.86; 1.19 radii
    # fill half of them. The place is off the graticule.
    centre = np.array([0.46 + 3.86 / 2, 2.0]) * 75
    turn = np.radians(12)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    step = 0.62 * 3.86 / 2 / 1.19 * 75 * turned @ [row, column]
    assert pixels[tuple(np.rint(centre + step).astype(int))] > 180
    assert pixels[tuple(np.rint(centre - step).astype(int))] < 60


@pytest.mark.parametrize("background", list(Background))
@pytest.mark.parametrize("n_panels", [1, 3])
def test_every_figure_says_what_it_must_not_be_used_for(background, n_panels):
    options = DrawingOptions(background=background, panel_px=200)
    texts = texts_of(draw_polar_maps(three_panels()[:n_panels], options))
    assert "Research use only, not for diagnosis" in texts


def test_colour_bars_name_their_table_and_unit():
    options = DrawingOptions(color_table="cool", panel_px=200)
    texts = texts_of(draw_polar_maps(three_panels(), options))
    assert texts.count("Colour table: Cool (approximation, not the vendor's)") == 2
    assert texts.count("Uptake, % of the map's 99th percentile") == 2
    assert "Stress − rest, percentage points" in texts


def test_means_are_printed_with_their_sign_only_in_the_difference():
    stress, rest = map_of(52.0), map_of(80.0, state=State.REST)
    panels = [
        PanelSpec(title="", content=stress),
        PanelSpec(title="", content=difference_map(stress, rest)),
    ]
    texts = texts_of(draw_polar_maps(panels, SMALL))
    assert texts.count("52") == 17
    assert texts.count("−28") == 17
    bare = DrawingOptions(shows_values=False, panel_px=200)
    assert not {"52", "−28"} & set(texts_of(draw_polar_maps(panels, bare)))


def test_a_segment_without_samples_gets_a_dash_and_an_explanation():
    valid = np.ones((32, 72), bool)
    valid[:8] = False
    panel = PanelSpec(title="", content=map_of(52.0, valid=valid))
    figure = draw_polar_maps([panel], SMALL)
    texts = texts_of(figure)
    assert texts.count("–") == 1
    assert texts.count("52") == 16
    assert any("hatched: not sampled" in text for text in texts)
    whole = draw_polar_maps([PanelSpec(title="", content=map_of(52.0))], SMALL)
    assert not any("hatched" in text for text in texts_of(whole))


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(DrawingOptions(), id="17"),
        pytest.param(
            DrawingOptions(model=segments_20(), color_table="cool", panel_px=400),
            id="20-at-400-px",
        ),
    ],
)
def test_no_text_touches_another_or_leaves_the_page(options):
    panels = three_panels()
    panels[1] = PanelSpec(title="Rest, " + 6 * "long title ", content=panels[1].content)
    figure = draw_polar_maps(panels, options)
    figure.canvas.draw()
    shown = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    boxes = [(t.get_text(), t.get_window_extent()) for t in shown]
    page = figure.bbox
    for text, box in boxes:
        assert page.x0 <= box.x0 < box.x1 <= page.x1, text
        assert page.y0 <= box.y0 < box.y1 <= page.y1, text
    for (first, a), (second, b) in itertools.combinations(boxes, 2):
        assert not a.overlaps(b), (first, second)


@pytest.mark.parametrize("is_simulated", [False, True])
@pytest.mark.parametrize("n_panels", [1, 2])
def test_the_footer_of_a_hatched_map_stays_on_the_page(n_panels, is_simulated):
    valid = np.ones((32, 72), bool)
    valid[:8] = False
    panel = PanelSpec(title="Rest", content=map_of(52.0, valid=valid))
    options = replace(SMALL, is_simulated=is_simulated)
    figure = draw_polar_maps([panel] * n_panels, options)
    footer = [
        t for t in figure.texts if "hatched" in t.get_text() or "not" in t.get_text()
    ]
    assert len(footer) == 2
    assert any("SIMULATED" in text.get_text() for text in footer) is is_simulated
    boxes = [text.get_window_extent() for text in footer]
    for box in boxes:
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1
    assert not boxes[0].overlaps(boxes[1])


def test_territories_change_the_picture():
    plain = pixels_of(draw_polar_maps(three_panels()[:1], SMALL))
    options = DrawingOptions(panel_px=300, shows_territories=True)
    thick = pixels_of(draw_polar_maps(three_panels()[:1], options))
    assert 100 < np.count_nonzero(np.any(plain != thick, axis=2)) < 5000


def test_words_and_titles_are_written_as_they_are():
    wording = Wording(anterior="ПЕР", purpose="Только для исследований")
    panel = PanelSpec(title=r"$\frac{", content=map_of(50.0))
    figure = draw_polar_maps([panel], DrawingOptions(wording=wording, panel_px=300))
    figure_bytes(figure, "png")
    texts = texts_of(figure)
    assert {"ПЕР", "Только для исследований", r"$\frac{"} <= set(texts)
    assert "ANT" not in texts


def test_a_figure_is_saved_once(tmp_path):
    figure = draw_polar_maps(three_panels()[:1], SMALL)
    for suffix, start in ((".png", b"\x89PNG"), (".SVG", b"<?xml")):
        path = tmp_path / f"maps{suffix}"
        save_figure(figure, path)
        assert path.read_bytes().startswith(start)
        with pytest.raises(OutputExistsError):
            save_figure(figure, path)
        save_figure(figure, path, force=True)
    with pytest.raises(ConfigError, match="'jpg'"):
        save_figure(figure, tmp_path / "maps.jpg")


@pytest.mark.parametrize("n_panels", [0, 7])
def test_too_few_or_too_many_panels_are_refused(n_panels):
    panels = [PanelSpec(title="", content=map_of(50.0))] * n_panels
    with pytest.raises(ConfigError, match="Expected 1 to 6"):
        draw_polar_maps(panels)


@pytest.mark.parametrize(
    "wrong",
    [
        {"upper_percent": 0.0},
        {"upper_percent": np.nan},
        {"difference_limit_points": -5.0},
        {"panel_px": 100_000},
    ],
    ids=str,
)
def test_options_out_of_range_are_refused(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        DrawingOptions(**wrong)


def test_an_unknown_colour_table_is_refused():
    panel = PanelSpec(title="", content=map_of(50.0))
    with pytest.raises(ConfigError, match="did you mean 'inferno'"):
        draw_polar_maps([panel], DrawingOptions(color_table="infrno"))


def test_the_conventions_are_drawn_the_same_every_time():
    tool = Path(__file__).parents[2] / "tools" / "draw_polar_map_conventions.py"
    spec = importlib.util.spec_from_file_location("draw_polar_map_conventions", tool)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    first, second = module.draw_conventions(), module.draw_conventions()
    assert figure_bytes(first, "svg") == figure_bytes(second, "svg")
    numbers = [text for text in texts_of(first) if text.isdigit()]
    assert sorted(numbers, key=int) == [str(n) for n in range(1, 18)]


def test_without_captions_nothing_but_discs_and_bars_is_drawn_and_letters_grow():
    plain = replace(SMALL, shows_captions=False, least_letters_points=14.0)
    whole, bare = (draw_polar_maps(three_panels(), each) for each in (SMALL, plain))
    assert bare.get_figheight() < whole.get_figheight()
    assert bare.get_figwidth() == whole.get_figwidth()
    words = texts_of(bare)
    assert {"Stress", "Rest", "Difference", "ANT"} <= set(words)
    assert not [word for word in words if " " in word.strip()]
    texts = [text for text in bare.findobj(Text) if text.get_text().strip()]
    assert min(text.get_fontsize() for text in texts) == 14.0


def test_a_long_title_of_large_letters_takes_two_lines_in_a_wider_panel():
    options = replace(
        SMALL, shows_captions=False, least_letters_points=18.0, panel_inches=6.0
    )
    long = replace(three_panels()[0], title="Stress (told by the layout): TPD 12 %")
    figure = draw_polar_maps([long], options)
    assert figure.get_figwidth() == 6.0
    (title,) = (text for text in figure.texts if "TPD" in text.get_text())
    assert title.get_text() == "Stress (told by the layout):\nTPD 12 %"
    assert title.get_window_extent().width < figure.bbox.width
    assert title.get_window_extent().y1 < figure.bbox.height
