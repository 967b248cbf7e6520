"""Hold every module below the length that one person can keep in mind.

    python tools/check_module_size.py src tools

Warns above 400 lines and fails above 600.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

WARN_ABOVE = 400
FAIL_ABOVE = 600


def long_modules(folders: Sequence[str], above: int) -> list[tuple[int, Path]]:
    """Return the modules with more lines than allowed, longest first."""
    modules = [path for folder in folders for path in Path(folder).rglob("*.py")]
    sizes = [(len(p.read_text(encoding="utf-8").splitlines()), p) for p in modules]
    return sorted((pair for pair in sizes if pair[0] > above), reverse=True)


def main(folders: Sequence[str]) -> int:
    """Print the long modules and return the exit status."""
    too_long = 0
    for n_lines, path in long_modules(folders, WARN_ABOVE):
        verdict = "too long" if n_lines > FAIL_ABOVE else "long"
        print(f"{path}: {n_lines} lines, {verdict} (the end is {FAIL_ABOVE})")
        too_long += n_lines > FAIL_ABOVE
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["src"]))
