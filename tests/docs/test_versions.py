"""The version stands in several places, and is the same in all."""

import re
from pathlib import Path

import myomap

ROOT = Path(__file__).resolve().parents[2]


def test_the_citation_names_the_version_and_the_licence() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {myomap.__version__}\n" in citation
    assert "\nlicense: Apache-2.0\n" in citation


def test_the_changelog_has_only_its_documented_parts() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = set(re.findall(r"^### (.*)$", changelog, re.MULTILINE))
    assert parts <= {"Added", "Changed", "Fixed", "Removed", "Numerical changes"}


def test_the_changelog_opens_with_what_is_not_released_or_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(r"^## \[(.*?)\]", changelog, re.MULTILINE)
    assert first is not None
    assert first[1] in {"Unreleased", myomap.__version__}
