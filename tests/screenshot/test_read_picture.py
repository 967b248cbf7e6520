import pytest

from myomap.errors import ConfigError
from myomap.records import MapSource, Picture, State
from myomap.screenshot import DiscContent, read_picture
from screen_samples import DrawnDisc, as_picture, blank_screen, draw_disc


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


def test_third_of_three_is_their_difference() -> None:
    reading = read_picture(screen_of((80, 100), (220, 100), (360, 100)))
    contents = [disc.label.content for disc in reading.discs]
    assert contents == [DiscContent.UPTAKE, DiscContent.UPTAKE, DiscContent.DIFFERENCE]
    assert len(reading.maps) == 2


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
