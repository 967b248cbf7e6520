"""Check that every error has its row in docs/errors.md and its place in the tree."""

from collections.abc import Iterator
from pathlib import Path

from myomap import errors

PAGE = Path("docs/errors.md")


def faults(root: Path) -> Iterator[str]:
    """Yield every error class that the page or the drawn tree leaves out."""
    page = (root / PAGE).read_text(encoding="utf-8")
    for name in errors.__all__:
        if f"| `{name}` |" not in page:
            yield f"{PAGE}: no row for {name}"
        if name not in (errors.__doc__ or ""):
            yield f"errors.py: the tree leaves out {name}"
