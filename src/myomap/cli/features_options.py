"""The words of `myomap features` as what they stand for."""

from myomap.errors import ConfigError
from myomap.features import FeatureSet
from myomap.records import State

__all__ = ["chosen_set", "chosen_state"]


def chosen_set(text: str) -> FeatureSet:
    """Return the set an option names."""
    try:
        return FeatureSet(text.lower())
    except ValueError:
        known = ", ".join(each.value for each in FeatureSet)
        raise ConfigError(
            f"There is no set of features {text!r}. Choose one of: {known}."
        ) from None


def chosen_state(text: str | None) -> State | None:
    """Return the state an option names."""
    if text is None:
        return None
    try:
        return State(text.lower())
    except ValueError:
        raise ConfigError(f"The state is {text!r}. Expected stress or rest.") from None
