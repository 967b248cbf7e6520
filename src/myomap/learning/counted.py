"""Counts in sentences."""

__all__ = ["counted"]


def counted(n: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    Parameters
    ----------
    n : int
        How many.
    one : str
        The noun for one of them.
    many : str, optional
        The noun for none and for several; with an s if not given.

    Returns
    -------
    str
        Such as ``"2 rows"``.

    Examples
    --------
    >>> counted(1, "fault"), counted(3, "fault"), counted(2, "study", "studies")
    ('1 fault', '3 faults', '2 studies')
    """
    return f"{n} {one if n == 1 else many or f'{one}s'}"
