from myomap.screenshot import find_discs
from screen_samples import DrawnDisc, as_picture, blank_screen, draw_disc, write_words


def test_two_discs_are_found_left_to_right() -> None:
    rgb = blank_screen(200, 360, (0, 0, 0))
    for x in (250.3, 90.6):
        draw_disc(rgb, DrawnDisc(x=x, y=101.2, radius=60.4))
    write_words(rgb, 4, 4, "NAME 123", (255, 255, 255))
    left, right = find_discs(as_picture(rgb))
    for disc, x in ((left, 90.6), (right, 250.3)):
        assert abs(disc.centre_px[0] - x) < 0.2
        assert abs(disc.centre_px[1] - 101.2) < 0.2
        assert max(abs(r - 60.4) for r in disc.radius_px) < 0.4
