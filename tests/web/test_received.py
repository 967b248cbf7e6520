"""Names of uploaded files made plain."""

from hypothesis import given
from hypothesis import strategies as st

from myomap.web.received import plain_name


@given(st.text(max_size=300))
def test_a_plain_name_never_climbs(name: str) -> None:
    parts = plain_name(name).split("/")
    assert parts
    for part in parts:
        assert part not in {"", ".", ".."}
        assert part.isprintable()
        assert not set(part) & set('\\:*?"<>|')


def test_words_that_tell_the_state_stay() -> None:
    assert plain_name("Study 7/Stress/IM 1.dcm") == "Study 7/Stress/IM 1.dcm"
    assert plain_name("покой/кадр.dcm") == "покой/кадр.dcm"


def test_a_name_of_nothing_is_still_a_name() -> None:
    assert plain_name("") == plain_name("/") == plain_name("../..") == "file"
