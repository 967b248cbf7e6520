"""Compute the numbers in tests/golden again.

    make golden

Commit the result with the reason, and a line under *Numerical changes*.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from golden_cases import CASES, GOLDEN_FOLDER


def main() -> int:
    """Write every case's file and say which of them moved."""
    GOLDEN_FOLDER.mkdir(exist_ok=True)
    for name, case in CASES.items():
        path = GOLDEN_FOLDER / f"{name}.json"
        values = {key: round(value, 4) for key, value in case.compute().items()}
        document = {"unit": case.unit, "tolerance": case.tolerance, "values": values}
        text = json.dumps(document, indent=2) + "\n"
        moved = not path.is_file() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8")
        print(f"{name}: {'written' if moved else 'unchanged'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
