"""The code of an error, for programs, without any web framework at hand."""

from myomap.errors import MyomapError

__all__ = ["code_of"]


def code_of(error: MyomapError) -> str:
    """Return the code of an error: its class in words.

    Parameters
    ----------
    error : MyomapError
        Any of the tree.

    Returns
    -------
    str
        Lower case, words joined by hyphens.

    Examples
    --------
    >>> from myomap.errors import VentricleNotFoundError
    >>> code_of(VentricleNotFoundError("None."))
    'ventricle-not-found'
    """
    name = type(error).__name__.removesuffix("Error")
    words = "".join(f"-{x.lower()}" if x.isupper() else x for x in name)
    return words.strip("-")
