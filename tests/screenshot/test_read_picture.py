import numpy as np
import pytest
from PIL import Image

from myomap.colortable import color_table
from myomap.errors import ConfigError, GeometryError
from myomap.records import MapSource, Picture, PictureArray, State
from myomap.screenshot import Disc, DiscContent, read_picture, whole_disc
from screen_samples import (
    DrawnDisc,
    as_picture,
    blank_screen,
    draw_disc,
    heart_values,
)


def screen_of(*places: tuple[float, float]) -> Picture:
    rgb = blank_screen(330, 480, (0, 0, 0))
    for index, (x, y) in enumerate(places):
        state = (State.STRESS, State.REST)[index % 2]
        disc = DrawnDisc(x=x, y=y, radius=60, table="hot-iron", state=state)
        draw_disc(rgb, disc)
    return as_picture(rgb)


def test_left_of_two_is_stress() -> None:
    reading = read_picture(screen_of((100, 100), (260, 100)))
    assert [disc.state for disc in reading.discs] == [State.STRESS, State.REST]
    assert [c.code for c in reading.cautions] == ["picture-state-by-layout"]
    assert all(polar_map.source is MapSource.PICTURE for polar_map in reading.maps)


def test_upper_of_two_is_stress() -> None:
    reading = read_picture(screen_of((100, 100), (100, 250)))
    assert [disc.state for disc in reading.discs] == [State.STRESS, State.REST]


def with_difference(picture: Picture, x: float, y: float) -> Picture:
    """Return a screen with a difference, nowhere far from the middle of the table."""
    rgb = picture.rgb.copy()
    rows, cols = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    across, up = (cols - x) / 60, (y - rows) / 60
    heart = DrawnDisc(x=x, y=y, radius=60, patient=5)
    away = np.minimum(np.hypot(across, up), 1)
    value = 0.6 * heart_values(heart, away, np.arctan2(up, across))
    inside = np.hypot(across, up) <= 1
    rgb[inside] = color_table("hot-iron").rgb[(255 * value[inside]).astype(int)]
    return as_picture(rgb)


def test_third_of_three_is_their_difference() -> None:
    picture = with_difference(screen_of((80, 100), (220, 100), (360, 100)), 360, 100)
    places = [
        Disc(centre_px=(x, 100.0), radius_px=(60.0, 60.0), confidence=1.0)
        for x in (80.0, 220.0, 360.0)
    ]
    reading = read_picture(picture, places=places)
    contents = [disc.label.content for disc in reading.discs]
    assert contents == [DiscContent.UPTAKE, DiscContent.UPTAKE, DiscContent.DIFFERENCE]
    assert len(reading.maps) == 2
    assert reading.discs[2].reason == "The disc shows a difference, no uptake."


def test_three_maps_of_uptake_are_not_stress_rest_and_difference() -> None:
    reading = read_picture(screen_of((80, 100), (220, 100), (360, 100)))
    assert {disc.label.content for disc in reading.discs} == {DiscContent.UNKNOWN}
    assert reading.maps == ()
    assert [c.code for c in reading.cautions] == ["picture-state-unknown"]
    assert reading.discs[0].reason is not None


def test_lone_disc_has_no_state_unless_told() -> None:
    picture = screen_of((100, 100))
    reading = read_picture(picture)
    assert reading.discs[0].state is None
    assert [c.code for c in reading.cautions] == ["picture-state-unknown"]
    told = read_picture(picture, state=State.REST)
    assert told.discs[0].state is State.REST
    assert told.cautions == ()


def test_state_of_several_discs_is_refused() -> None:
    with pytest.raises(ConfigError, match="2 polar maps"):
        read_picture(screen_of((100, 100), (260, 100)), state=State.STRESS)


def test_given_states_are_taken_against_the_arrangement() -> None:
    picture = screen_of((100, 100), (260, 100))
    reading = read_picture(picture, states=[State.REST, State.STRESS])
    assert [each.state for each in reading.maps] == [State.REST, State.STRESS]
    assert reading.cautions == ()
    sources = [each.source for disc in reading.discs for each in disc.label.evidence]
    assert sources == ["option", "option"]


def test_a_disc_that_is_given_no_state_is_passed_over() -> None:
    picture = screen_of((80, 100), (220, 100), (360, 100))
    reading = read_picture(picture, states=[None, State.STRESS, State.REST])
    assert [disc.polar_map is None for disc in reading.discs] == [True, False, False]
    assert [each.state for each in reading.maps] == [State.STRESS, State.REST]
    assert reading.discs[0].reason is not None
    assert reading.discs[1].reason is None


@pytest.mark.parametrize("n_states", [1, 3])
def test_another_number_of_states_than_discs_is_refused(n_states: int) -> None:
    with pytest.raises(ConfigError, match="shows 2 polar discs"):
        read_picture(
            screen_of((100, 100), (260, 100)), states=[State.STRESS] * n_states
        )


def test_a_disc_placed_by_hand_is_read_where_none_is_found() -> None:
    picture = screen_of((100, 100))
    whole = Picture(rgb=picture.rgb[40:161, 40:161].copy())
    expected = read_picture(picture).maps[0].uptake_percent
    reading = read_picture(whole, places=[whole_disc(whole)], state=State.REST)
    assert [c.code for c in reading.cautions] == ["disc-placed-by-hand"]
    assert reading.maps[0].state is State.REST
    error = np.abs(reading.maps[0].uptake_percent - expected)
    assert error[:30].mean() < 2.0


def test_places_keep_their_order_and_nothing_else_is_looked_for() -> None:
    picture = screen_of((80, 100), (220, 100), (360, 100))
    places = [
        Disc(centre_px=(x, 100.0), radius_px=(60.0, 60.0), confidence=1.0)
        for x in (220.0, 80.0)
    ]
    reading = read_picture(picture, places=places, states=[State.REST, State.STRESS])
    assert [disc.disc.centre_px[0] for disc in reading.discs] == [220.0, 80.0]
    assert [each.state for each in reading.maps] == [State.REST, State.STRESS]


def test_a_placed_disc_of_one_color_is_still_refused() -> None:
    place = Disc(centre_px=(400.0, 250.0), radius_px=(50.0, 50.0), confidence=1.0)
    reading = read_picture(screen_of((100, 100)), places=[place])
    assert reading.maps == ()
    assert reading.discs[0].reason == "The disc shows a single colour."


@pytest.mark.parametrize(
    ("x", "radius", "message"),
    [
        (20.0, 60.0, "over the border"),
        (900.0, 60.0, "over the border"),
        (90.0, 3.0, "radius of 3"),
    ],
)
def test_a_place_off_the_picture_is_refused(
    x: float, radius: float, message: str
) -> None:
    place = Disc(centre_px=(x, 100.0), radius_px=(radius, radius), confidence=1.0)
    with pytest.raises(GeometryError, match=message):
        read_picture(screen_of((100, 100)), places=[place])


def sheared(picture: Picture, share: float) -> PictureArray:
    """Return a picture whose rows are shifted the more the lower they lie."""
    image = Image.fromarray(picture.rgb)
    shear = (1, share, -share * image.height / 2, 0, 1, 0)
    way = Image.Resampling.BICUBIC
    return np.array(image.transform(image.size, Image.Transform.AFFINE, shear, way))


def test_a_disc_that_is_lost_beside_a_map_is_told() -> None:
    straight = screen_of((100, 100)).rgb[:200, :200]
    skewed = sheared(as_picture(straight.copy()), 0.15)
    reading = read_picture(as_picture(np.concatenate([straight, skewed], axis=1)))
    assert len(reading.maps) == 1
    codes = [caution.code for caution in reading.cautions]
    assert "picture-neighbour-refused" in codes
    message = reading.cautions[codes.index("picture-neighbour-refused")].message
    assert "no upright ellipse" in message
    assert "--disc 300,100,59" in message


def test_a_map_alone_needs_no_caution_of_a_neighbour() -> None:
    rgb = screen_of((100, 100)).rgb.copy()
    rows, cols = np.ogrid[: rgb.shape[0], : rgb.shape[1]]
    rgb[(rows - 240) ** 2 + (cols - 380) ** 2 < 40**2] = (90, 200, 90)
    codes = [caution.code for caution in read_picture(as_picture(rgb)).cautions]
    assert codes == ["picture-state-unknown"]
