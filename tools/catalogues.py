"""Gather the sentences of pages and reports, and compile their translations.

::

    python tools/catalogues.py            # gather into the .po files, compile the .mo
    python tools/catalogues.py --check    # say what is not translated or out of date

English is the source. In Python, Jinja and JavaScript a sentence to translate stands
in ``_("...")`` or ``ngettext("one", "many", n)``, with ``{name}`` for what is put in.
"""

import argparse
import io
import string
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sentences import sentences_of

SOURCE: Final = Path(__file__).parents[1] / "src" / "myomap"
SHELF: Final = SOURCE / "language"
ROOMS: Final = {"report": "report", "web": "web"}
"""Catalogue: the room whose sentences it holds."""

FOUND_OUT: Final = "sentences"
"""The catalogue of what errors and cautions of all rooms say."""

DOMAINS: Final = (*ROOMS, FOUND_OUT)

NOISE: Final = (b'"POT-', b'"PO-', b'"Report-', b'"Last-', b'"Language-T', b'"Gen')
"""Headers that change without a sentence having changed, or say nothing."""

LANGUAGES: Final = ("ru",)
METHODS: Final = [
    ("**.py", "python"),
    ("**.html", "jinja2"),
    ("**.js", "javascript"),
]
HEADER: Final = "# Sentences of myomap. Gathered by tools/catalogues.py."
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}


def gathered(domain: str) -> Catalog:
    """Return every sentence of a catalogue, with where it stands."""
    found = Catalog(project="myomap", charset="utf-8")
    if domain == FOUND_OUT:
        for sentence, where in sentences_of(SOURCE):
            found.add(sentence, None, [(where, 0)])
        return found
    room = ROOMS[domain]
    rows = extract_from_dir(
        SOURCE / room, METHODS, keywords=KEYWORDS, comment_tags=("NOTE:",)
    )
    for name, _, message, comments, context in rows:
        # Files without lines: a sentence that moves is no change.
        found.add(message, None, [(f"{room}/{name}", 0)], auto_comments=comments,
                  context=context)  # fmt: skip
    return found


def brought_up_to_date(domain: str, language: str) -> Catalog:
    """Return a language's catalogue with the sentences that are now in the code."""
    kept = read_catalogue(domain, language)
    kept.update(gathered(domain), no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.fuzzy = False
    kept.header_comment = HEADER
    return kept


def read_catalogue(domain: str, language: str) -> Catalog:
    """Return what is translated, or an empty catalogue."""
    path = SHELF / language / f"{domain}.po"
    if not path.exists():
        return Catalog(
            locale=language,
            domain=domain,
            charset="utf-8",
            project="myomap",
            header_comment=HEADER,
            fuzzy=False,
        )
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=domain)


def as_po(entries: Catalog) -> bytes:
    """Return the text of a catalogue, the same for the same sentences."""
    out = io.BytesIO()
    write_po(
        out, entries, width=88, omit_header=False, sort_output=True,
        include_lineno=False, no_location=False,
    )  # fmt: skip
    lines = out.getvalue().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(NOISE))


def as_mo(entries: Catalog) -> bytes:
    """Return a compiled catalogue, the same for the same sentences."""
    # Its header would hold the minute in which it was compiled.
    entries.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, entries)
    return out.getvalue()


def faults_of(entry: Message) -> list[str]:
    """Return what is wrong with one translation."""
    sources = entry.id if isinstance(entry.id, list | tuple) else (entry.id,)
    translations = entry.string
    several = translations if isinstance(translations, list | tuple) else [translations]
    told = [each or "" for each in several]
    if not all(told):
        return [f"not translated: {sources[0]!r}"]
    allowed = set().union(*(_names(source) for source in sources))
    return [
        f"other names in braces than its source: {each!r}"
        for each in told
        if not _names(each) <= allowed
        or (len(sources) == 1 and _names(each) != allowed)
    ]


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def check(domain: str, language: str) -> list[str]:
    """Return the faults of one catalogue."""
    entries = brought_up_to_date(domain, language)
    shelf = SHELF / language
    faults = [fault for entry in entries if entry.id for fault in faults_of(entry)]
    for name, wanted in (
        (f"{domain}.po", as_po(entries)),
        (f"{domain}.mo", as_mo(entries)),
    ):
        path = shelf / name
        if not path.exists() or path.read_bytes() != wanted:
            faults.append(f"{name} is out of date: run python tools/catalogues.py")
    return faults


def write(domain: str, language: str) -> int:
    """Write one catalogue and its compiled form; return how many are missing."""
    entries = brought_up_to_date(domain, language)
    shelf = SHELF / language
    shelf.mkdir(exist_ok=True)
    (shelf / f"{domain}.po").write_bytes(as_po(entries))
    (shelf / f"{domain}.mo").write_bytes(as_mo(entries))
    return sum(bool(faults_of(entry)) for entry in entries if entry.id)


def main() -> int:
    """Gather and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    wants_check = parser.parse_args().check
    status = 0
    for domain in DOMAINS:
        for language in LANGUAGES:
            if wants_check:
                for fault in check(domain, language):
                    print(f"{language}/{domain}: {fault}")
                    status = 1
            else:
                missing = write(domain, language)
                print(f"{language}/{domain}: {missing} sentences wait for translation")
    return status


if __name__ == "__main__":
    sys.exit(main())
