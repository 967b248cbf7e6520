"""Write docs/reading.schema.json, the JSON Schema of what `myomap read` writes.

python tools/write_reading_schema.py
"""

import json
import sys
from pathlib import Path

from myomap.reading import ReadingDocument

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reading.schema.json"


def main() -> int:
    """Write the schema."""
    schema = ReadingDocument.model_json_schema(by_alias=True)
    PAGE.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
