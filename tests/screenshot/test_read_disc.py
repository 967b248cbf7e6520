import numpy as np
import pytest
from PIL import Image, ImageDraw

from disc_pictures import compressed, disc_picture, foreign_table, usual_map
from myomap.colortable import ScaleOrigin, color_table, known_scale
from myomap.errors import GeometryError
from myomap.records import Picture
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_reading import DiscReading
from myomap.screenshot.read_disc import read_disc


def error_points(reading, values):
    return float(np.abs(reading.uptake_percent - values)[reading.valid].mean())


@pytest.mark.parametrize(
    "name", ["hot-iron", "cool", "pet", "viridis", "grey-inverted"]
)
def test_a_known_table_gives_the_map_back(name):
    picture, disc = disc_picture(usual_map(), color_table(name))
    reading = read_disc(picture, disc)
    assert reading.reason is None
    assert reading.scale.origin is ScaleOrigin.KNOWN
    assert error_points(reading, usual_map()) < 1.0
    assert reading.valid.all()


@pytest.mark.parametrize("name", ["hot-iron", "cool", "viridis"])
@pytest.mark.parametrize("quality", [60, 90])
def test_compression_costs_little(name, quality):
    picture, disc = disc_picture(usual_map(), color_table(name))
    reading = read_disc(compressed(picture, quality), disc)
    assert error_points(reading, usual_map()) < 2.5


@pytest.mark.parametrize("where", ["right", "below"])
@pytest.mark.parametrize("quality", [None, 75])
def test_a_bar_tells_what_an_unknown_table_means(where, quality):
    picture, disc = disc_picture(usual_map(), foreign_table(), bar=where)
    picture = picture if quality is None else compressed(picture, quality)
    reading = read_disc(picture, disc)
    assert reading.scale.origin is ScaleOrigin.BAR
    assert error_points(reading, usual_map()) < 2.5


def test_a_bar_upside_down_is_noticed_by_the_map():
    picture, disc = disc_picture(
        usual_map(), color_table("pet"), bar="right", is_bar_reversed=True
    )
    reading = read_disc(picture, disc)
    assert error_points(reading, usual_map()) < 2.0


def test_the_steps_of_a_table_are_undone():
    values = usual_map()
    picture, disc = disc_picture(values, color_table("ten-step"))
    reading = read_disc(picture, disc)
    steps = np.minimum(np.floor(values / 10) * 10 + 5, 95)
    assert error_points(reading, values) < 0.8 * np.abs(steps - values).mean()


def test_an_unknown_table_is_read_by_counting_its_entries():
    picture, disc = disc_picture(usual_map(), foreign_table(), size=360)
    reading = read_disc(picture, disc)
    assert reading.scale.origin is ScaleOrigin.BLIND
    assert error_points(reading, usual_map()) < 4.0


def test_an_unknown_table_is_refused_after_compression():
    picture, disc = disc_picture(usual_map(), foreign_table(), size=360)
    reading = read_disc(compressed(picture, 70), disc)
    assert reading.is_refused
    assert "do not tell their values" in reading.reason
    assert not reading.valid.any()


def test_what_lines_cover_is_filled_from_beside_and_marked():
    values = usual_map()
    picture, disc = disc_picture(values, color_table("viridis"))
    image = Image.fromarray(picture.rgb)
    brush = ImageDraw.Draw(image)
    brush.line((20, 140, 260, 140), fill=(255, 255, 255), width=3)
    brush.ellipse((80, 80, 200, 200), outline=(255, 0, 255), width=2)
    brush.text((130, 60), "12", fill=(255, 255, 255))
    reading = read_disc(Picture(rgb=np.asarray(image)), disc)
    assert 0.02 < reading.filled.mean() < 0.25
    assert np.abs(reading.uptake_percent - values)[reading.filled].mean() < 3.0
    assert error_points(reading, values) < 1.5
    covered = reading.tolerance_percent[reading.filled].mean()
    assert covered > reading.tolerance_percent[~reading.filled].mean() + 2


def test_a_patch_of_a_foreign_colour_is_not_valid():
    picture, disc = disc_picture(usual_map(), color_table("hot-iron"))
    rgb = picture.rgb.copy()
    rgb[150:230, 150:230] = (0, 255, 255)
    reading = read_disc(Picture(rgb=rgb), disc)
    # The middle of the patch: right of and below the disc's own.
    assert not reading.valid[16, 63]
    assert reading.valid[16, 18]
    assert reading.valid.mean() > 0.7


def test_a_map_lies_as_the_conventions_say():
    values = np.full((32, 72), 80.0)
    values[10:31, 14:23] = 20.0
    picture, disc = disc_picture(values, color_table("hot-iron"))
    reading = read_disc(picture, disc, known_scale("hot-iron"))
    above, below = picture.rgb[65, 139], picture.rgb[214, 139]
    assert int(above[0]) < int(below[0])
    assert reading.uptake_percent[20, 18] == pytest.approx(20, abs=2)
    assert reading.uptake_percent[20, 54] == pytest.approx(80, abs=2)


def test_a_scale_that_is_given_is_taken():
    picture, disc = disc_picture(usual_map(), color_table("grey"))
    turned = known_scale("grey", is_reversed=True)
    reading = read_disc(picture, disc, turned)
    assert np.abs(reading.uptake_percent - (100 - usual_map())).mean() < 1.0


def test_a_resized_disc_is_read_where_it_lies():
    values = usual_map()
    picture, disc = disc_picture(values, color_table("cool"), size=300)
    height, width, _ = picture.rgb.shape
    image = Image.fromarray(picture.rgb).resize((int(width * 0.7), int(height * 0.66)))
    share = image.width / width, image.height / height
    moved = Disc(
        centre_px=tuple((disc.centre_px[k] + 0.5) * share[k] - 0.5 for k in (0, 1)),
        radius_px=tuple(disc.radius_px[k] * share[k] for k in (0, 1)),
        confidence=1.0,
    )
    reading = read_disc(Picture(rgb=np.asarray(image)), moved)
    assert error_points(reading, values) < 1.5


@pytest.mark.parametrize(
    ("radius", "reason"), [(4.0, "Expected at least"), (60.0, "single colour")]
)
def test_what_shows_no_map_is_refused_with_a_reason(radius, reason):
    plain = Picture(rgb=np.full((160, 160, 3), 70, np.uint8))
    disc = Disc(centre_px=(80, 80), radius_px=(radius, radius), confidence=1)
    reading = read_disc(plain, disc)
    assert reason in reading.reason
    assert reading.confidence == 0


def test_a_disc_outside_the_picture_is_refused():
    plain = Picture(rgb=np.full((50, 50, 3), 70, np.uint8))
    disc = Disc(centre_px=(500, 500), radius_px=(40, 40), confidence=1)
    assert read_disc(plain, disc).is_refused


def test_noise_is_no_map():
    rng = np.random.default_rng(4)
    noise = Picture(rgb=rng.integers(0, 256, (200, 200, 3)).astype(np.uint8))
    disc = Disc(centre_px=(100, 100), radius_px=(80, 80), confidence=1)
    assert read_disc(noise, disc).is_refused


def test_a_reading_of_another_shape_is_refused():
    with pytest.raises(GeometryError, match="wrong shape"):
        DiscReading(
            uptake_percent=np.zeros((3, 3)),
            valid=np.zeros((32, 72), bool),
            filled=np.zeros((32, 72), bool),
            tolerance_percent=np.zeros((32, 72)),
            scale=None,
            confidence=0.0,
            reason=None,
        )
