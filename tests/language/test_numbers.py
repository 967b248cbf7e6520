import pytest

from myomap.errors import ConfigError
from myomap.language import Language, decimal


def test_russian_writes_a_comma_and_english_a_point() -> None:
    assert decimal(12.345, 2, Language.RUSSIAN) == "12,35"
    assert decimal(12.345, 2, Language.ENGLISH) == "12.35"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert decimal(-0.04, 1, Language.ENGLISH) == "0.0"
    assert decimal(-0.06, 1, Language.ENGLISH) == "\N{MINUS SIGN}0.1"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"'de'.*en, ru"):
        Language.named("de")
