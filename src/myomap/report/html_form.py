"""The report as one HTML page that needs nothing beside it and runs nothing."""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import Final

from myomap.report.content import ReportContent
from myomap.report.findings import Statement
from myomap.report.key_picture import plain_key_picture
from myomap.report.page import ReportPage, report_page
from myomap.report.picture_panels import LEGEND_COLORS
from myomap.report.tables import PageTable

__all__ = ["HTML_POLICY", "html_report"]

_LETTERS_POINTS: Final = 12.6
"""Beside a disc of four inches: 7.5 points where three of them fill a printed page."""

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; color: #16191d;
  background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.2rem 0 .3rem; color: #1d4e6f; }
.notice { font-weight: 600; color: #8a3b00; margin: .2rem 0 .6rem; }
dl.subject { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .6rem 0;
  padding: .5rem 0; border-top: 1px solid #c4ccd4; border-bottom: 1px solid #c4ccd4; }
dl.subject div { display: flex; gap: .4rem; } dt { color: #565d66; } dd { margin: 0; }
.cautions { border-left: .35rem solid #d55e00; background: #fff5ee;
  padding: .5rem .9rem; margin: .8rem 0; }
.cautions h2 { margin: 0; color: #8a3b00; } .cautions ul { margin: .3rem 0 0; }
figure { margin: .6rem 0; }
img { width: 100%; height: auto; display: block; }
.discs-1 img { max-width: 22rem; } .discs-2 img { max-width: 42rem; }
figcaption { font-size: .88rem; display: flex; flex-wrap: wrap; gap: .2rem 2rem;
  margin-top: .3rem; }
figcaption p { flex: 1 1 26rem; margin: 0; }
.legend { flex: 0 0 auto; display: grid; grid-template-columns: auto auto;
  gap: 0 1rem; align-content: start; list-style: none; margin: 0; padding: 0; }
.patch { display: inline-block; width: .8em; height: .8em; margin-right: .35em;
  border: 1px solid #16191d; print-color-adjust: exact; }
.tables { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: flex-start; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; margin: .2rem 0; }
th, td { padding: .12rem .55rem; text-align: right; border-bottom: 1px solid #e1e5e9; }
th { border-bottom: 1.5px solid #565d66; font-weight: 600; }
.word { text-align: left; }
.note, .method { color: #565d66; font-size: .82rem; }
.statement { border: 1.5px solid #1d4e6f; border-radius: .4rem; padding: .5rem .9rem;
  margin: .5rem 0; background: #f3f8fb; }
.statement.software { border-style: dashed; background: #fff; }
.who { color: #565d66; font-size: .85rem; margin: 0; }
.headline { font-size: 1.15rem; font-weight: 700; margin: .1rem 0; }
p { margin: .25rem 0; }
.places { display: flex; gap: 1.5rem; }
.places span { flex: 1; border-top: 1px solid #16191d; margin-top: 2rem;
  color: #565d66; font-size: .85rem; }
footer { margin-top: 1.5rem; border-top: 1px solid #c4ccd4; padding-top: .4rem; }
@media print { :root { font-size: 11px; }
  body { font: 10.5px/1.3 system-ui, "DejaVu Sans", sans-serif;
    margin: 0; padding: 0; max-width: none; }
  h1 { font-size: 16px; } h2 { font-size: 12px; margin: .5rem 0 .15rem; }
  th, td { padding: .5px 6px; } table, figcaption, .method p { font-size: 10px; }
  .note, .who, .places span { font-size: 10px; } p { margin: .15rem 0; }
  figure, tr, .statement, .places { break-inside: avoid; } h2 { break-after: avoid; }
  .headline { font-size: 14px; } .cautions { margin: .4rem 0; } }
""" + "\n".join(
    f".patch-{at} {{ background: {color}; }}" for at, color in enumerate(LEGEND_COLORS)
)


def style_hash(style: str) -> str:
    """Return what a content security policy calls a style by."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


HTML_POLICY: Final = (
    "default-src 'none'; img-src data:; "
    f"style-src 'sha256-{style_hash(_STYLE)}'; base-uri 'none'; form-action 'none'"
)
"""Content security policy of the page; a server adds ``frame-ancestors``."""


def html_report(content: ReportContent) -> str:
    """Return the report as a page.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        No script, no link, no form; the picture is inside. Every word is escaped.
    """
    page = report_page(content)
    picture = plain_key_picture(content, letters_points=_LETTERS_POINTS)
    body = "\n".join(
        [
            _head(page),
            _cautions(page),
            _figure(page, picture),
            *(_titled(each.title, each.sentences) for each in page.sections),
            f'<div class="tables">{"".join(map(_table, page.tables))}</div>',
            f"<h2>{escape(page.impression_title)}</h2>",
            *map(_statement, page.impression),
            f'<div class="method">{_titled(page.method_title, page.method)}</div>',
            _signature(page),
            f'<footer class="notice">{escape(page.notice)}</footer>',
        ]
    )
    return (
        f'<!doctype html>\n<html lang="{page.language.value}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{HTML_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _figure(page: ReportPage, picture: bytes) -> str:
    data = base64.b64encode(picture).decode()
    entries = "".join(
        f'<li><span class="patch patch-{at}"></span>{escape(each.name)}</li>'
        for at, each in enumerate(page.caption.legend)
    )
    legend = f'<ul class="legend">{entries}</ul>' if entries else ""
    return (
        f'<figure class="discs-{page.caption.n_discs}">'
        f'<img alt="{escape(page.picture_words)}" src="data:image/png;base64,{data}">\n'
        f"<figcaption><p>{escape(' '.join(page.caption.sentences))}</p>{legend}"
        "</figcaption></figure>"
    )


def _head(page: ReportPage) -> str:
    told = "".join(
        f"<div><dt>{escape(label)}</dt><dd><bdi>{escape(value)}</bdi></dd></div>"
        for label, value in page.subject
    )
    return (
        f'<h1>{escape(page.title)}</h1>\n<p class="notice">{escape(page.notice)}</p>\n'
        f'<dl class="subject">{told}</dl>'
    )


def _cautions(page: ReportPage) -> str:
    if not page.cautions:
        return ""
    rows = "".join(f"<li>{escape(each)}</li>" for each in page.cautions)
    return (
        f'<section class="cautions"><h2>{escape(page.cautions_title)}</h2>'
        f"<ul>{rows}</ul></section>"
    )


def _titled(title: str, sentences: Sequence[str]) -> str:
    rows = "\n".join(f"<p>{escape(each)}</p>" for each in sentences)
    return f"<section><h2>{escape(title)}</h2>\n{rows}</section>"


def _statement(statement: Statement) -> str:
    rows = "\n".join(
        f"<p><bdi>{escape(each)}</bdi></p>" for each in statement.sentences
    )
    return (
        f'<section class="statement {statement.by}">'
        f'<p class="who"><bdi>{escape(statement.title)}</bdi></p>'
        f'<p class="headline">{escape(statement.headline)}</p>\n{rows}</section>'
    )


def _table(table: PageTable) -> str:
    head = "".join(
        f'<th scope="col"{_of_words(table, at)}>{escape(cell)}</th>'
        for at, cell in enumerate(table.header)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{_of_words(table, at)}>{escape(cell)}</td>"
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<section class="wide"><h2>{escape(table.title)}</h2><table><thead><tr>{head}'
        f"</tr></thead>\n<tbody>{rows}</tbody></table>{note}</section>"
    )


def _of_words(table: PageTable, at: int) -> str:
    return ' class="word"' if at < table.n_words else ""


def _signature(page: ReportPage) -> str:
    places = "".join(f"<span>{escape(words)}</span>" for words in page.signature_places)
    lines = f'<div class="places">{places}</div>' if places else ""
    return f"<section><p><bdi>{escape(page.signature)}</bdi></p>{lines}</section>"
