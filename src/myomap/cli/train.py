"""`myomap train`: labelled cases to a bundle."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.study_options import Jobs, KeepLookAlikes, SkipUnreadable, TaskName

__all__ = ["EXAMPLE", "run"]

READING = "reading"
"""The recipe that needs no cases."""

EXAMPLE = "myomap train labelled --model logistic --folds 2 -o logistic.zip"


def run(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="BUNDLE", help="The file to write.")
    ],
    manifest: Annotated[
        Path | None,
        typer.Argument(
            metavar="[MANIFEST]",
            help="A manifest (CSV), or its folder; none for --recipe reading.",
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Which model: one name of evaluate --models."
        ),
    ] = "forest",
    recipe: Annotated[
        str, typer.Option(metavar="RECIPE", help="paper, careful or reading.")
    ] = "careful",
    task: TaskName = None,
    unit: Annotated[
        str | None,
        typer.Option(
            metavar="UNIT",
            help="map: one sample a map; study: stress and rest together. Unless told: "
            "study with careful, map with paper.",
        ),
    ] = None,
    features: Annotated[
        str | None,
        typer.Option(
            metavar="SET",
            help="paper (of pictures alone), canonical or scalar. Unless told: scalar "
            "with careful, paper with paper.",
        ),
    ] = None,
    folds: Annotated[int, typer.Option(help="Folds, to judge and to calibrate.")] = 5,
    repeats: Annotated[int, typer.Option(help="Repeats, to judge.")] = 5,
    steps: Annotated[
        int | None,
        typer.Option(min=1, help="Of --recipe reading; by default as many as shipped."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Of everything drawn by chance; 0 for a manifest."),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What a network begins with."),
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="BUNDLE",
            help="The reading network that --model reading adapts; shipped takes the "
            "one that comes with myomap.",
        ),
    ] = "shipped",
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder where an interrupted training goes on."
        ),
    ] = None,
    jobs: Jobs = 1,
    skip_unreadable: SkipUnreadable = False,
    keep_look_alikes: KeepLookAlikes = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the bundle.")
    ] = False,
) -> None:
    """Train a model on labelled cases and write it as a bundle.

    The model is judged by folds of patients, then fitted to all cases, calibrated and
    exported. The bundle is one file: an ONNX graph, a card with the figures and their
    intervals, and hashes. It is opened by `myomap models` and needs no training
    library. The same cases, options and versions give the same bytes.

    With --model reading the network that comes with myomap, or the one of --from, is
    adapted to the cases: tens of patients are enough. Its bundle is one for
    'myomap read --model'.

    With --recipe reading no cases are needed: a network that reads pairs of maps is
    taught by simulated patients, for about an hour on one processor. With --keep it
    goes on where it ended.
    """
    from myomap.errors import ConfigError

    if recipe == READING:
        from myomap.cli.train_reading import train_reader

        if manifest is not None:
            raise ConfigError(
                "A reading network is taught by simulated patients: found a manifest. "
                "Leave it out, or choose another recipe."
            )
        train_reader(out, steps=steps, seed=seed, keep=keep, force=force)
        return
    if manifest is None:
        raise ConfigError(
            "There are no cases to learn from. Name a manifest, or take --recipe "
            "reading."
        )
    from myomap.cli.train_run import TrainWords, train

    words = TrainWords(
        model=model,
        recipe=recipe,
        task=task,
        unit=unit,
        features=features,
        folds=folds,
        repeats=repeats,
        seed=seed or 0,
        weights=weights,
        base=base,
        keep=keep,
        jobs=jobs,
        skip_unreadable=skip_unreadable,
        keep_look_alikes=keep_look_alikes,
        force=force,
    )
    train(manifest, out, words)
