from dataclasses import replace

import numpy as np
import pytest

from flat_bullseyes import SEVENTEEN, TWENTY, FlatDisc, disc_with_bar, standard_map
from myomap.screenshot import Disc, find_discs, read_picture, search_discs
from myomap.screenshot.segment_drawing import SegmentDrawing, segment_drawing
from screen_samples import DrawnDisc, as_picture, blank_screen, draw_disc, jpeg

UPRIGHT = ((2, 90), *TWENTY[1:])


def drawing_of(disc: FlatDisc) -> SegmentDrawing | None:
    rgb, centre = disc_with_bar(disc)
    place = Disc(centre_px=centre, radius_px=(disc.radius,) * 2, confidence=1.0)
    return segment_drawing(as_picture(rgb), place)


@pytest.mark.parametrize("ends", [(0.25, 0.5, 0.75, 1.0), (0.2, 0.467, 0.733, 1.0)])
@pytest.mark.parametrize("rings", [SEVENTEEN, TWENTY, UPRIGHT])
def test_rings_and_their_radii_are_told(
    rings: tuple[tuple[int, float], ...], ends: tuple[float, ...]
) -> None:
    drawing = drawing_of(FlatDisc(rings=rings, ends=ends))
    assert drawing is not None
    assert drawing.rings == rings
    assert drawing.n_segments == sum(n for n, _ in rings)
    np.testing.assert_allclose(drawing.radii, ends[:3], atol=0.03)


@pytest.mark.parametrize("table", ["hot-iron", "grey", "viridis", "french"])
@pytest.mark.parametrize("line_px", [0.0, 2.0])
def test_a_bullseye_is_found_and_read_segment_by_segment(
    table: str, line_px: float
) -> None:
    disc = FlatDisc(table=table, line_px=line_px)
    rgb, centre = disc_with_bar(disc)
    reading = read_picture(as_picture(rgb))
    (found,) = reading.discs
    assert found.disc.centre_px == pytest.approx(centre, abs=0.5)
    assert "picture-flat-segments" in [each.code for each in reading.cautions]
    (polar_map,) = reading.maps
    assert polar_map.valid.all()
    np.testing.assert_allclose(polar_map.uptake_percent, standard_map(disc), atol=2.5)


def test_other_radii_are_laid_out_as_maps_are() -> None:
    disc = FlatDisc(ends=(0.2, 0.467, 0.733, 1.0))
    (polar_map,) = read_picture(as_picture(disc_with_bar(disc)[0])).maps
    np.testing.assert_allclose(polar_map.uptake_percent, standard_map(disc), atol=2.5)


def test_compression_leaves_a_bullseye_a_bullseye() -> None:
    rgb, _ = disc_with_bar(FlatDisc())
    assert len(find_discs(as_picture(jpeg(rgb, 70)))) == 1


OTHERS = {
    "six sectors up to the middle": FlatDisc(rings=((6, 0), *TWENTY[1:])),
    "turned by half a sector": FlatDisc(rings=((1, 0), (4, 0), (6, 30), (6, 30))),
    "eight sectors": FlatDisc(rings=((1, 0), (8, 0), (8, 0), (8, 0))),
    "twenty sectors": FlatDisc(rings=((1, 0), (20, 9), (20, 9), (20, 9))),
    "by turns": FlatDisc(rings=TWENTY, values=(90, 90, 30, 70, *([30, 70] * 8))),
    "rings alone": FlatDisc(values=(90, *([60] * 4), *([30] * 6), *([75] * 6))),
    "a hole": FlatDisc(values=(0, *range(30, 94, 4))),
    "one thin ring": FlatDisc(ends=(0.25, 0.6, 0.7, 1.0)),
    "two colours": FlatDisc(values=(80, *([40, 80, 80] * 6))),
}


@pytest.mark.parametrize("name", OTHERS)
def test_discs_cut_otherwise_are_refused(name: str) -> None:
    rgb, _ = disc_with_bar(replace(OTHERS[name], table="grey"))
    search = search_discs(as_picture(rgb))
    assert search.discs == ()
    assert len(search.refused) >= 1


@pytest.mark.parametrize("table", ["grey", "ten-step", "hot-iron"])
def test_a_smooth_map_is_no_drawing_of_segments(table: str) -> None:
    for patient in range(4):
        rgb = blank_screen(220, 220, (0, 0, 0))
        draw_disc(rgb, DrawnDisc(x=110, y=110, radius=90, table=table, patient=patient))
        place = Disc(centre_px=(110, 110), radius_px=(90, 90), confidence=1.0)
        assert segment_drawing(as_picture(rgb), place) is None
