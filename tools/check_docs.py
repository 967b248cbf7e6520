"""Hold the documentation to the code.

    python tools/check_docs.py

Links lead somewhere, every command, option, error and feature is described, the
layers on the page are those that stand, the validation page is the one its figures
give, and no word is left that should not be there.
"""

import sys
from pathlib import Path

import docs_commands
import docs_errors
import docs_features
import docs_links
import docs_rooms
import docs_words
import write_validation

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print every fault and return the exit status."""
    found = [
        *docs_links.faults(ROOT),
        *docs_commands.faults(),
        *docs_errors.faults(ROOT),
        *docs_features.faults(ROOT),
        *docs_rooms.faults(ROOT),
        *docs_words.faults(ROOT),
        *write_validation.faults(ROOT),
    ]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
