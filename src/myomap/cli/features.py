"""`myomap features`: studies to a table of features."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.cli.picture_options import (
    BarRangeOption,
    ColorTableOption,
    DiscOption,
    StatesOption,
)

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap features study --set scalar -o features.csv"


def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Files (a picture, say), folders or zips, each of one patient; or "
            "manifests (CSV).",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The table: a .csv or .parquet file."
        ),
    ],
    feature_set: Annotated[
        str,
        typer.Option("--set", metavar="SET", help="paper, canonical or scalar."),
    ] = "canonical",
    each: Annotated[
        bool,
        typer.Option(
            "--each",
            help="Take every file and folder inside a given folder for a patient.",
        ),
    ] = False,
    state: Annotated[
        str | None,
        typer.Option(
            metavar="STATE",
            help="stress or rest: what all inputs are; overrules the files.",
        ),
    ] = None,
    color_table: ColorTableOption = None,
    bar_range: BarRangeOption = None,
    states: StatesOption = None,
    disc: DiscOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Start the table over.")
    ] = False,
) -> None:
    """Compute features of many studies, one row a patient.

    Each INPUT is one patient, read as by `myomap read`: volumes, projections, .npy
    maps and pictures. A manifest is a CSV file with the columns patient_id and stress,
    rest or image, as `myomap simulate` writes it; a folder that holds manifest.csv
    stands for it. The sets are: paper, the 84 published features of a picture's own
    colours; canonical, the same of one drawing of the map; scalar, uptake in percent
    by region, extent, evenness and change.

    The patient_id of a manifest is written as it stands: give pseudonyms. One that
    begins with = + - or @ is refused, for a spreadsheet would run it as a formula. Any
    other patient is named by a hash of what was read; no name of a file or folder is
    written, so take a manifest to know whose a row is. What is told of pictures
    concerns all of them.

    An input that cannot be read gets a row that says why and does not stop the others;
    the terminal lists who that was, and only where nobody could be read the exit status
    is 3. A run that was interrupted goes on where it stopped when it is started again,
    rows that are there are kept, and those that failed are tried again.
    """
    from myomap.cli.features_cases import find_cases
    from myomap.cli.features_options import chosen_set, chosen_state
    from myomap.cli.features_run import make_table
    from myomap.cli.features_summary import print_summary
    from myomap.cli.picture_options import chosen_pictures
    from myomap.cli.progress import progress_shown

    chosen = chosen_set(feature_set)
    cases = find_cases(
        inputs,
        state=chosen_state(state),
        takes_each=each,
        pictures=chosen_pictures(color_table, bar_range, states, disc),
    )
    with progress_shown("Features") as advance:
        summary = make_table(cases, chosen, out, force=force, on_progress=advance)
    print_summary(summary)
