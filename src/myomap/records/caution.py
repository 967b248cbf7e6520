"""What a reader must know before trusting a result."""

from dataclasses import dataclass

__all__ = ["Caution"]


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
