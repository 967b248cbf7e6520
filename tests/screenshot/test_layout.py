import numpy as np
import pytest

from myomap.records import Picture, State
from myomap.screenshot import Disc, DiscContent, label_discs
from screen_samples import DrawnDisc, as_picture, blank_screen, draw_disc

RADIUS, STEP = 40.0, 100.0
U, E, D = DiscContent.UPTAKE, DiscContent.EXTENT, DiscContent.DIFFERENCE
S, R = State.STRESS, State.REST
Shown = tuple[State | None, bool]
"""A state, None for a difference, and whether a part is painted over."""


def disc_at(row: int, column: int, radius: float = RADIUS) -> Disc:
    place = (60.0 + STEP * column, 60.0 + STEP * row)
    return Disc(centre_px=place, radius_px=(radius, radius), confidence=1.0)


def screen_of(rows: list[list[Shown]]) -> tuple[Picture, list[Disc]]:
    rgb = blank_screen(
        int(20 + STEP * len(rows)), int(20 + STEP * len(rows[0])), (0,) * 3
    )
    discs = []
    for i, row in enumerate(rows):
        for j, (state, is_painted) in enumerate(row):
            disc = disc_at(i, j)
            x, y = disc.centre_px
            # A difference is drawn as the map of somebody else.
            patient = 1 if state else 7
            heart = DrawnDisc(
                x=x, y=y, radius=RADIUS, patient=patient, state=state or State.STRESS
            )
            draw_disc(rgb, heart)
            if is_painted:
                rows_, cols = np.ogrid[: rgb.shape[0], : rgb.shape[1]]
                inside = (cols - x) ** 2 + (rows_ - y) ** 2 < RADIUS**2
                rgb[inside & (cols + rows_ < x + y + 25)] = 0
            discs.append(disc)
    return as_picture(rgb), discs


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [[(S, False), (R, False)], [(S, True), (R, True)]],
            [(U, S), (U, R), (E, S), (E, R)],
            id="states-in-columns",
        ),
        pytest.param(
            [[(S, False), (S, True)], [(R, False), (R, True)]],
            [(U, S), (E, S), (U, R), (E, R)],
            id="states-in-rows",
        ),
        pytest.param(
            [
                [(S, False), (R, False), (None, False)],
                [(S, True), (R, True), (None, False)],
            ],
            [(U, S), (U, R), (D, None), (E, S), (E, R), (D, None)],
            id="two-by-three",
        ),
        pytest.param(
            [
                [(S, False), (S, True)],
                [(R, False), (R, True)],
                [(None, False), (None, False)],
            ],
            [(U, S), (E, S), (U, R), (E, R), (D, None), (D, None)],
            id="three-by-two",
        ),
        pytest.param(
            [[(S, False), (R, False), (None, False)]],
            [(U, S), (U, R), (D, None)],
            id="three-in-a-row",
        ),
        pytest.param([[(S, False)], [(R, False)]], [(U, S), (U, R)], id="stacked"),
    ],
)
def test_states_follow_from_the_arrangement(
    rows: list[list[Shown]], expected: list[tuple[DiscContent, State | None]]
) -> None:
    labelled = label_discs(*screen_of(rows))
    assert [(label.content, label.state) for label in labelled.labels] == expected
    assert [c.code for c in labelled.cautions] == ["picture-state-by-layout"]
    for label in labelled.labels:
        assert bool(label.evidence) == (label.state is not None)


def test_no_disc_needs_no_caution() -> None:
    labelled = label_discs(as_picture(blank_screen(50, 50, (0, 0, 0))), [])
    assert labelled.labels == ()
    assert labelled.cautions == ()


def test_round_thing_of_the_same_size_keeps_its_place() -> None:
    # The first of three is no map: the second must not pass for stress.
    picture, discs = screen_of([[(S, False), (R, False), (None, False)]])
    labelled = label_discs(picture, discs[1:], discs[:1])
    assert [label.state for label in labelled.labels] == [State.REST, None]


@pytest.mark.parametrize(
    "discs",
    [
        pytest.param([disc_at(0, 0), disc_at(0, 1, 30.0)], id="unequal"),
        pytest.param([disc_at(0, 0), disc_at(0, 1), disc_at(1, 1)], id="corner"),
        pytest.param([disc_at(0, j) for j in range(4)], id="four-in-a-row"),
        pytest.param([disc_at(0, 0), disc_at(1, 1)], id="diagonal"),
    ],
)
def test_other_arrangements_leave_the_states_open(discs: list[Disc]) -> None:
    picture = as_picture(blank_screen(300, 500, (0, 0, 0)))
    labelled = label_discs(picture, discs)
    assert {label.content for label in labelled.labels} == {DiscContent.UNKNOWN}
    assert [c.code for c in labelled.cautions] == ["picture-state-unknown"]


@pytest.mark.parametrize(("n_rows", "n_columns"), [(2, 2), (2, 3), (3, 2)])
def test_maps_of_several_patients_are_nobodys_extents(
    n_rows: int, n_columns: int
) -> None:
    rgb = blank_screen(int(20 + STEP * n_rows), int(20 + STEP * n_columns), (0,) * 3)
    discs = [disc_at(i, j) for i in range(n_rows) for j in range(n_columns)]
    for number, disc in enumerate(discs):
        x, y = disc.centre_px
        column, row = number % n_columns, number // n_columns
        state = (State.STRESS, State.REST)[row % 2]
        heart = DrawnDisc(x=x, y=y, radius=RADIUS, patient=4 + column, state=state)
        draw_disc(rgb, heart)
    labelled = label_discs(as_picture(rgb), discs)
    assert {label.content for label in labelled.labels} == {DiscContent.UNKNOWN}
    (caution,) = labelled.cautions
    assert "more than one patient" in caution.message


def test_a_map_that_differs_in_its_defect_alone_is_no_extent() -> None:
    rgb = blank_screen(int(20 + STEP * 2), int(20 + STEP * 2), (0,) * 3)
    discs = [disc_at(i, j) for i in range(2) for j in range(2)]
    for number, disc in enumerate(discs):
        x, y = disc.centre_px
        draw_disc(rgb, DrawnDisc(x=x, y=y, radius=RADIUS, patient=4 + number // 2))
        if number % 2 == 0:
            continue
        other = rgb.copy()
        draw_disc(other, DrawnDisc(x=x, y=y, radius=RADIUS, patient=8 + number))
        rows, cols = np.ogrid[: rgb.shape[0], : rgb.shape[1]]
        inside = (cols - x) ** 2 + (rows - y) ** 2 < RADIUS**2
        part = inside & (cols + rows < x + y - 10)
        rgb[part] = other[part]
    labelled = label_discs(as_picture(rgb), discs)
    assert {label.content for label in labelled.labels} == {DiscContent.UNKNOWN}


def test_three_copies_of_a_map_are_nobodys_extents() -> None:
    picture, discs = screen_of([[(S, False)] * 3, [(R, False)] * 3])
    labelled = label_discs(picture, discs)
    assert {label.content for label in labelled.labels} == {DiscContent.UNKNOWN}
