"""Check that every link of the documentation leads somewhere inside it."""

import re
from collections.abc import Iterator
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
IMAGE_TAG = re.compile(r'<img[^>]+src="([^"]+)"')
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages(root: Path) -> list[Path]:
    """Return every page of the documentation."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading gets: lower case, hyphens for spaces."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Return every anchor of a page."""
    text = CODE_BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {anchor_of(match) for match in HEADING.findall(text)}


def faults(root: Path) -> Iterator[str]:
    """Yield every link that leads nowhere."""
    for page in pages(root):
        text = CODE_BLOCK.sub("", page.read_text(encoding="utf-8"))
        for target in [*LINK.findall(text), *IMAGE_TAG.findall(text)]:
            if re.match(r"[a-z]+:", target):
                continue
            place, _, anchor = target.partition("#")
            goal = (page.parent / place) if place else page
            if not goal.exists():
                yield f"{page.relative_to(root)}: {target} does not exist"
            elif anchor and goal.suffix == ".md" and anchor not in anchors(goal):
                yield f"{page.relative_to(root)}: {target} has no such heading"
