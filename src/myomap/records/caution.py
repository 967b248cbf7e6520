"""What a reader must know before trusting a result."""

from dataclasses import dataclass

__all__ = ["SIMULATED_DATA", "Caution"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One reservation, for machines (`code`) and for people (`message`).

    Parameters
    ----------
    code : str
        Short, stable, hyphenated: ``"contour-doubtful"``.
    message : str
        One sentence, without patient identity.
    """

    code: str
    message: str


SIMULATED_DATA = Caution(
    code="simulated-data", message="The data are simulated and show no person."
)
"""Of whatever was read from, or made of, what says that it was simulated."""
