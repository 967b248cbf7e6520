import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from command_line import names_in, refuse, succeed
from myomap.records import PictureArray, State
from myomap.screenshot import decode_pictures
from screen_samples import DrawnDisc, blank_screen, draw_disc, write_words

NAMED = (slice(0, 20), slice(0, 360))


@pytest.fixture(scope="module")
def pixels() -> PictureArray:
    rgb = blank_screen(200, 360, (0, 0, 0))
    for x, state in ((90, State.STRESS), (250, State.REST)):
        disc = DrawnDisc(x=x, y=110, radius=65, table="hot-iron", state=state)
        draw_disc(rgb, disc)
    write_words(rgb, 4, 4, "CANARY JANE 01.01.1901", (255, 255, 255))
    return rgb


@pytest.fixture
def screen(tmp_path: Path, pixels: PictureArray) -> Path:
    path = tmp_path / "CANARY_JANE.png"
    Image.fromarray(pixels).save(path)
    return path


def test_maps_json_and_drawing_are_written(tmp_path: Path, screen: Path) -> None:
    result = succeed("screenshot", screen, "-o", tmp_path / "out")
    assert names_in(tmp_path / "out") == {
        "map_1.npy",
        "map_2.npy",
        "screenshot.json",
        "discs.png",
    }
    text = (tmp_path / "out" / "screenshot.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert [disc["state"] for disc in document["discs"]] == ["stress", "rest"]
    assert [c["code"] for c in document["cautions"]] == ["picture-state-by-layout"]
    assert np.load(tmp_path / "out" / "map_1.npy").shape == (32, 72)
    assert "CANARY" not in text + result.stdout
    decode_pictures((tmp_path / "out" / "discs.png").read_bytes())


def test_drawing_holds_no_pixel_from_outside_the_discs(pixels: PictureArray) -> None:
    from myomap.cli.screenshot_drawing import discs_alone
    from myomap.records import Picture
    from myomap.screenshot import read_picture

    picture = Picture(rgb=pixels)
    alone = discs_alone(picture, read_picture(picture))
    assert pixels[NAMED].max() > 250
    assert alone[NAMED].max() == 0
    np.testing.assert_array_equal(alone[100:120, 80:100], pixels[100:120, 80:100])


def test_lone_map_takes_the_state_that_is_given(
    tmp_path: Path, pixels: PictureArray
) -> None:
    path = tmp_path / "one.png"
    Image.fromarray(pixels[:, :170]).save(path)
    words = ("screenshot", path, "-o", tmp_path / "out", "--state", "rest")
    document = json.loads(succeed(*words, "--json", "-").stdout)
    assert [disc["state"] for disc in document["discs"]] == ["rest"]
    assert document["cautions"] == []


def test_picture_without_a_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "CANARY.png"
    Image.new("RGB", (100, 80), (90, 90, 90)).save(path)
    refuse(3, "no polar map", "screenshot", path, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_state_of_two_maps_and_unknown_words_are_wrong_usage(
    tmp_path: Path, screen: Path
) -> None:
    out = ("-o", tmp_path / "out")
    refuse(2, "2 polar maps", "screenshot", screen, *out, "--state", "rest")
    refuse(2, "Expected stress", "screenshot", screen, *out, "--state", "gated")
    refuse(2, "inferno", "screenshot", screen, *out, "--color-table", "nothing")
