"""`myomap evaluate`: models trained and judged on labelled cases."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.study_options import Jobs, KeepLookAlikes, SkipUnreadable, TaskName

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap evaluate labelled --features canonical --repeats 1 --out evaluation"


def run(
    source: Annotated[
        str,
        typer.Argument(
            metavar="MANIFEST",
            help="A manifest (CSV) or its folder; or spectf or spect: public data.",
        ),
    ],
    recipe: Annotated[
        str, typer.Option(metavar="RECIPE", help="paper or careful.")
    ] = "paper",
    models: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="Separated by commas. Of features: forest, catboost, ridge; of 17 "
            "segments: logistic, worst; of nothing: prevalence; of maps: reading, "
            "reading-shipped; of drawings: resnet50, resnet152, resnet50-careful, "
            "resnet152-careful, resnet-small. Unless told: forest, catboost, "
            "prevalence, logistic, worst; careful adds ridge.",
        ),
    ] = None,
    task: TaskName = None,
    unit: Annotated[
        str | None,
        typer.Option(
            metavar="UNIT",
            help="map: one sample a map; study: stress and rest together. Unless told: "
            "map with paper, study with careful.",
        ),
    ] = None,
    features: Annotated[
        str | None,
        typer.Option(
            metavar="SET",
            help="paper (of pictures alone), canonical or scalar. Unless told: paper "
            "with paper, scalar with careful.",
        ),
    ] = None,
    test: Annotated[
        Path | None,
        typer.Option(
            metavar="MANIFEST",
            help="Other patients, who are asked by models trained on all of the first.",
        ),
    ] = None,
    as_published: Annotated[
        bool,
        typer.Option(
            "--as-published",
            help="Run the recipe with its leaks too, in a column of its own.",
        ),
    ] = False,
    folds: Annotated[
        int | None, typer.Option(help="Folds of a repeat; 5 unless told.")
    ] = None,
    repeats: Annotated[
        int | None, typer.Option(help="Repeats; 20 unless told.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of everything drawn by chance.")] = 0,
    random_labels: Annotated[
        int,
        typer.Option(
            "--random-labels",
            metavar="N",
            min=0,
            max=10_000,
            help="Run it on N shuffles of the labels too; 20 or more show a leak.",
        ),
    ] = 0,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What networks begin with."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder of the report, and of resuming."
        ),
    ] = None,
    jobs: Jobs = 1,
    skip_unreadable: SkipUnreadable = False,
    keep_look_alikes: KeepLookAlikes = False,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of the public data sets.", envvar="MYOMAP_DATA"),
    ] = None,
    download: Annotated[
        bool,
        typer.Option("--download", help="Fetch the training part of public data."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Start over in a folder that is taken.")
    ] = False,
) -> None:
    """Train models on labelled cases and judge them on others, patient by patient.

    A manifest is a CSV file with patient_id, label and stress, rest or image;
    docs/manifest.md has its columns and which label belongs where.

    The recipe paper is the published one: each map by itself, 84 features of its
    colours, the 10 best by the F-test, a random forest and CatBoost, and plain models
    beside them. The recipe careful takes stress and rest together, in percent of
    uptake, and chooses threshold and calibration inside the folds. Every figure comes
    with an interval; no patient is on both sides of a split.

    With --out a folder gets the figures and the prediction of every case as CSV, the
    report as Markdown and as one HTML page, the TRIPOD+AI and CLAIM lists as far as
    they are known, and what is needed to run it again. A run that was interrupted
    goes on where it stopped.
    """
    from myomap.cli.evaluate_run import evaluate_source
    from myomap.cli.evaluate_words import EvaluateWords

    words = EvaluateWords(
        recipe=recipe,
        models=models,
        task=task,
        unit=unit,
        features=features,
        folds=folds,
        repeats=repeats,
        seed=seed,
        test=test,
        as_published=as_published,
        random_labels=random_labels,
        weights=weights,
        jobs=jobs,
        skip_unreadable=skip_unreadable,
        keep_look_alikes=keep_look_alikes,
        data=data,
        download=download,
        out=out,
        force=force,
    )
    evaluate_source(source, words)
