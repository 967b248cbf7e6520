"""A study as one page that needs nothing beside it, and as Markdown."""

import html
import json
from collections.abc import Sequence

import numpy as np

from myomap.learning.checklist import checklist_of, markdown_checklist
from myomap.learning.cross_validation import Variant
from myomap.learning.report_plots import study_plots
from myomap.learning.report_predictions import (
    predictions_by_repeat_csv,
    predictions_csv,
)
from myomap.learning.report_tables import (
    NOTICE,
    Table,
    all_tables,
    csv_table,
    markdown_table,
)
from myomap.learning.study import StudyResult

__all__ = ["REPORT_FILES", "report_files"]

REPORT_FILES = (
    "figures.csv",
    "predictions.csv",
    "predictions-by-repeat.csv",
    "report.md",
    "checklist.md",
    "study.json",
    "report.html",
)
"""What a study writes, the page last."""

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto;
       padding: 0 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.notice { border-left: .4rem solid #d55e00; padding: .4rem .8rem; background: #fff5ee;
          font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { border-bottom: 1px solid #d0d7de; padding: .25rem .5rem; text-align: left;
         vertical-align: top; }
th { background: #f6f8fa; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
.remark { color: #57606a; }
code { font-size: .8rem; overflow-wrap: anywhere; }
"""


def report_files(result: StudyResult) -> dict[str, bytes]:
    """Return every file of a study's report.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    dict of str to bytes
        By the names of `REPORT_FILES`; no file holds a patient's identifier or a
        path.
    """
    texts = {
        "figures.csv": csv_table(result),
        "predictions.csv": predictions_csv(result),
        "predictions-by-repeat.csv": predictions_by_repeat_csv(result),
        "report.md": _markdown(result),
        "checklist.md": markdown_checklist(checklist_of(result)),
        "study.json": json.dumps(
            study_document(result), indent=1, ensure_ascii=False, allow_nan=False
        )
        + "\n",
        "report.html": _page(result),
    }
    return {name: texts[name].encode() for name in REPORT_FILES}


def study_document(result: StudyResult) -> dict[str, object]:
    """Return what a study was made with, so that it can be made again."""
    dataset = result.dataset
    return {
        "schema": "myomap.study/1",
        "notice": NOTICE,
        "data": {
            "what": result.source.what,
            "is_simulated": result.source.is_simulated,
            "hashes": {**result.source.hashes, "samples": dataset.digest()},
            "counts": dict(result.source.counts),
            "samples": dataset.n_samples,
            "patients": dataset.n_patients,
            "classes": {
                name: int((dataset.y == index).sum())
                for index, name in enumerate(dataset.classes)
            },
        },
        "recipe": result.recipe.to_json(),
        "run": {
            **result.run,
            "as_published": Variant.AS_PUBLISHED in result.evaluations,
            "random_labels": len(result.noise[0].aucs) if result.noise else 0,
            "other_patients": bool(result.elsewhere),
        },
        "models": {
            each.predictions.spec.name: dict(each.predictions.spec.parameters)
            for evaluations in result.evaluations.values()
            for each in evaluations
        },
        "versions": result.versions,
        "remarks": [*result.source.remarks, *result.doubts],
        "seconds": round(result.seconds, 1),
    }


def _opening(result: StudyResult) -> list[str]:
    dataset, recipe = result.dataset, result.recipe
    counts = ", ".join(
        f"{int((dataset.y == index).sum())} {name}"
        for index, name in enumerate(dataset.classes)
    )
    simulated = "Simulated patients. " if result.source.is_simulated else ""
    return [
        f"{simulated}{dataset.n_samples} samples of {dataset.n_patients} patients "
        f"({counts}); {recipe.n_repeats} repeats of {recipe.n_folds} folds, seed "
        f"{recipe.seed}. Recipe '{recipe.name}', one sample a {recipe.unit.value}, "
        f"features '{recipe.feature_set.value}'.",
        *result.source.remarks,
        *result.doubts,
    ]


def _title(result: StudyResult) -> str:
    classes = ", ".join(result.dataset.classes)
    return f"Study of models: {classes}"


def _markdown(result: StudyResult) -> str:
    lines = [f"# {_title(result)}", "", f"**{NOTICE}**", ""]
    lines += [f"- {line}" for line in _opening(result)]
    tables = [markdown_table(table) for table in all_tables(result)]
    made_with = ", ".join(f"{k} {v}" for k, v in result.versions.items())
    return "\n".join([*lines, "", *tables, f"Made with {made_with}.", "", NOTICE, ""])


def _page(result: StudyResult) -> str:
    document = json.dumps(study_document(result), indent=1, ensure_ascii=False)
    plots = "".join(
        f"<figure><figcaption>{html.escape(title)}</figcaption>{svg}</figure>"
        for title, svg in study_plots(result).items()
    )
    checks = Table(
        title="TRIPOD+AI and CLAIM: what this run can fill in",
        headings=("item", "what it asks", "answer"),
        rows=tuple((c.item, c.asks, c.answer) for c in checklist_of(result)),
        remark="An open item is for the authors: the command does not know it.",
    )
    body = [
        f"<h1>{html.escape(_title(result))}</h1>",
        f'<p class="notice">{NOTICE}</p>',
        "<ul>",
        *(f"<li>{html.escape(line)}</li>" for line in _opening(result)),
        "</ul>",
        *(_html_table(table) for table in all_tables(result)),
        f"<h2>Curves, leak-free</h2>{plots}",
        _cases(result),
        _html_table(checks),
        "<h2>Made with</h2>",
        f"<pre><code>{html.escape(document)}</code></pre>",
        f'<p class="notice">{NOTICE}</p>',
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(_title(result))}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _html_table(table: Table) -> str:
    def cells(words: Sequence[str], tag: str) -> str:
        inside = "".join(f"<{tag}>{html.escape(word)}</{tag}>" for word in words)
        return f"<tr>{inside}</tr>"

    rows = "".join(cells(row, "td") for row in table.rows)
    remark = (
        f'<p class="remark">{html.escape(table.remark)}</p>' if table.remark else ""
    )
    return (
        f"<h2>{html.escape(table.title)}</h2>"
        f'<div class="wide"><table>{cells(table.headings, "th")}{rows}</table></div>'
        f"{remark}"
    )


def _cases(result: StudyResult) -> str:
    """Return what the leak-free models said of each sample."""
    dataset = result.dataset
    honest = result.evaluations[Variant.LEAK_FREE]
    shown = [
        (each.predictions.spec.title, each.predictions.proba.mean(axis=0))
        for each in honest
    ]
    rows = []
    for index, sample in enumerate(dataset.sample_ids):
        y = int(dataset.y[index])
        said = []
        for _, mean in shown:
            best = int(np.argmax(mean[index]))
            said.append(f"{dataset.classes[best]} {mean[index, best]:.2f}")
        rows.append((sample, dataset.classes[y], *said))
    table = Table(
        title="Cases",
        headings=("sample", "label", *(title for title, _ in shown)),
        rows=tuple(rows),
        remark="Likeliest class and its mean probability over the repeats, leak-free.",
    )
    return f"<details><summary>Every case</summary>{_html_table(table)}</details>"
