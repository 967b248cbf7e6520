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
    words = ("screenshot", path, "-o", tmp_path / "out", "--states", "rest")
    document = json.loads(succeed(*words, "--json", "-").stdout)
    assert [disc["state"] for disc in document["discs"]] == ["rest"]
    assert document["cautions"] == []
    assert document["provenance"]["options"]["states"] == "rest"


def test_states_exchange_the_maps_and_are_no_assumption(
    tmp_path: Path, screen: Path
) -> None:
    out = tmp_path / "out"
    assert "stress (by layout)" in succeed("screenshot", screen, "-o", out).stdout
    words = ("screenshot", screen, "-o", out, "--force", "--states", "rest,stress")
    assert "layout" not in succeed(*words).stdout
    document = json.loads((out / "screenshot.json").read_text(encoding="utf-8"))
    assert [disc["state"] for disc in document["discs"]] == ["rest", "stress"]


def test_a_table_that_is_named_upside_down_turns_the_map(
    tmp_path: Path, pixels: PictureArray
) -> None:
    path = tmp_path / "inverted.png"
    Image.fromarray(pixels[:, :170]).save(path)
    maps = []
    for index, told in enumerate(
        (["hot-iron"], ["hot-iron-reversed"], ["hot-iron", "--bar-range", "100,0"])
    ):
        out = tmp_path / f"{index}"
        words = ("screenshot", path, "-o", out, "--color-table", *told)
        document = json.loads(succeed(*words, "--json", "-").stdout)
        assert document["provenance"]["options"]["color_table"] == told[0]
        maps.append(np.load(out / "map_1.npy"))
    seen = np.isfinite(maps).all(axis=0)
    assert seen.mean() > 0.8
    for turned in maps[1:]:
        assert np.median(np.abs(maps[0] + turned - 100)[seen]) < 1.0


def test_a_map_that_is_passed_over_leaves_no_file(tmp_path: Path, screen: Path) -> None:
    out = tmp_path / "out"
    succeed("screenshot", screen, "-o", out)
    words = ("screenshot", screen, "-o", out, "--force", "--states=-,rest")
    result = succeed(*words)
    assert "1: Passed over" in " ".join(result.stdout.split())
    assert names_in(out) == {"map_2.npy", "screenshot.json", "discs.png"}


def test_the_cautions_are_those_of_read(tmp_path: Path, screen: Path) -> None:
    result = succeed("screenshot", screen, "-o", tmp_path / "out")
    succeed("read", screen, "-o", tmp_path / "read")
    document = json.loads((tmp_path / "out/screenshot.json").read_text("utf-8"))
    reading = json.loads((tmp_path / "read/reading.json").read_text("utf-8"))
    shown = " ".join(result.stdout.split())
    shared = {item["message"] for item in document["cautions"]}
    assert shared
    for disc in document["discs"]:
        state = disc["state"]
        told = shared | {item["message"] for item in disc["cautions"]}
        assert disc["reference"] == "top of the colour scale"
        assert disc["range_percent"] == [0, 100]
        assert {"picture-colors", "picture-range-assumed", "area-assumed"} <= {
            item["code"] for item in disc["cautions"]
        }
        assert told == {
            item["message"].removeprefix(f"{state.capitalize()}: ")
            for item in reading["quality"]["cautions"]
            if item["code"].startswith(f"{state}-")
        }
        assert all(message in shown for message in told)


def test_a_map_is_read_where_it_is_placed(tmp_path: Path, screen: Path) -> None:
    words = ("screenshot", screen, "-o", tmp_path / "out", "--disc", "250,110,65")
    document = json.loads(succeed(*words, "--json", "-").stdout)
    assert [disc["centre_px"] for disc in document["discs"]] == [[250.0, 110.0]]
    assert "disc-placed-by-hand" in {each["code"] for each in document["cautions"]}
    off = ("screenshot", screen, "-o", tmp_path / "off", "--disc", "350,110,65")
    refuse(3, "border of the picture", *off)


def test_what_is_round_and_refused_can_be_placed_as_it_is_told(tmp_path: Path) -> None:
    y, x = np.mgrid[:200, :240]
    away = np.hypot(x - 120, y - 100) / 70
    ball = np.where(away <= 1, 255 * (1 - 0.6 * away**2), 0).astype(np.uint8)
    path = tmp_path / "ball.png"
    Image.fromarray(np.repeat(ball[..., None], 3, axis=2)).save(path)
    words = ("screenshot", path, "-o", tmp_path / "out")
    told = refuse(3, "is no polar map.*place it by hand: --disc", *words)
    place = told.rpartition("--disc ")[2].strip(" .\n")
    found = [float(number) for number in place.split(",")]
    np.testing.assert_allclose(found[:3], (120, 100, 70), atol=2)
    document = json.loads(succeed(*words, "--disc", place, "--json", "-").stdout)
    assert "disc-placed-by-hand" in {each["code"] for each in document["cautions"]}


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    words = ("screenshot", tmp_path / "many", "-o", tmp_path / "out")
    refuse(3, "A folder was given.*features --each", *words)
    refuse(3, "no such picture", *("screenshot", tmp_path / "x.png", *words[2:]))


def test_colours_that_nothing_explains_are_refused_with_what_helps(
    tmp_path: Path, pixels: PictureArray
) -> None:
    path = tmp_path / "odd.png"
    stripes = np.random.default_rng(1).integers(0, 255, (20, 20, 3))
    odd = np.kron(stripes, np.ones((10, 18, 1))).astype(np.uint8)
    is_shown = (pixels > 0).any(axis=2, keepdims=True)
    Image.fromarray(np.where(is_shown, odd, 0).astype(np.uint8)).save(path)
    words = ("screenshot", path, "-o", tmp_path / "out", "--disc", "90,110,65")
    refuse(3, "--color-table NAME.*--bar-range", *words)
    assert not (tmp_path / "out").exists()


def test_picture_without_a_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "CANARY.png"
    Image.new("RGB", (100, 80), (90, 90, 90)).save(path)
    refuse(3, "no polar map.*--disc", "screenshot", path, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param("--states rest", "2 of them of uptake", id="too few states"),
        pytest.param("--states gated,rest", "--states holds 'gated'", id="no state"),
        pytest.param("--color-table nothing", "inferno", id="no table"),
        pytest.param("--bar-range 30", "Expected the percentages", id="one end"),
        pytest.param("--bar-range 98,100", "at least 5 apart", id="narrow range"),
        pytest.param("--disc 1,2", "--disc is '1,2'", id="no radius"),
        pytest.param("--disc 1,2,-3", "Expected the centre", id="negative"),
        pytest.param("--disc 1,2,nan", "Expected the centre", id="not finite"),
        pytest.param("--disc whole --disc 1,2,9", "Give it alone", id="whole and more"),
    ],
)
def test_words_that_cannot_be_followed_are_wrong_usage(
    tmp_path: Path, screen: Path, words: str, sentence: str
) -> None:
    refuse(2, sentence, "screenshot", screen, "-o", tmp_path / "out", *words.split())
    assert not (tmp_path / "out").exists()
