"""Check the words: no loose ends, no machine's paths, no unexplained acronyms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LOOSE_ENDS = {
    r"\bTODO\b(?!\(#\d+\))": "a TODO names its issue: TODO(#12)",
    r"\bFIXME\b|\bXXX\b": "an open fault belongs in an issue",
    r"\bfor now\b|\b[Pp]laceholder\b": "say what it does, not what it will do",
    r"(?<![\w.])/(?:home|root|Users|mnt|work)/\w": "a path of one machine",
}
FOLDERS = (".ci", "docs", "src", "tests", "tools")
TEXT_SUFFIXES = {".py", ".md", ".toml", ".txt", ".cff", ""}
THIS_FILE = Path("tools/docs_words.py")

GLOSSARY = Path("docs/glossary.md")
ENTRY = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
VOWELS = set("aeiouy")


def text_files(root: Path) -> list[Path]:
    """Return the files that people write: code, documentation, configuration."""
    found = [path for path in root.iterdir() if path.suffix in TEXT_SUFFIXES]
    for folder in FOLDERS:
        found += [p for p in (root / folder).rglob("*") if p.suffix in TEXT_SUFFIXES]
    return sorted(p.relative_to(root) for p in found if p.is_file())


def loose_ends(root: Path) -> Iterator[str]:
    """Yield every line that holds a word it should not."""
    for path in text_files(root):
        if path == THIS_FILE:
            continue
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            for pattern, advice in LOOSE_ENDS.items():
                if re.search(pattern, line):
                    yield f"{path}:{number}: {advice}"


def names_defined(source: str) -> set[str]:
    """Return the functions, classes, parameters and fields that a module defines."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def short_forms(name: str) -> set[str]:
    """Return the parts of a name that no English word can be: those without vowel."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    lowered = {part.lower() for part in parts if len(part) > 1}
    return {part for part in lowered if not VOWELS & set(part)}


def unexplained(root: Path) -> Iterator[str]:
    """Yield every short form used in a name that the glossary does not explain."""
    explained = set(ENTRY.findall((root / GLOSSARY).read_text(encoding="utf-8")))
    for path in sorted((root / "src").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for name in sorted({*names_defined(source), path.stem}):
            plurals = {f"{short}s" for short in explained}
            for short in sorted(short_forms(name) - explained - plurals):
                yield (
                    f"{path.relative_to(root)}: {name} uses {short!r}, which "
                    f"{GLOSSARY} does not explain"
                )


def faults(root: Path) -> Iterator[str]:
    """Yield everything that is wrong with the words."""
    yield from loose_ends(root)
    yield from unexplained(root)
