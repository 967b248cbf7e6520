"""Write docs/features.md from the definitions of the features.

python tools/docs_features.py
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from myomap.cli.features_rows import FACTS
from myomap.features import (
    CANONICAL_SIZE_PX,
    CANONICAL_TABLE,
    CHANGE_FEATURES,
    COLOR_FEATURES,
    SCALAR_FEATURES,
    ColorOptions,
    FeatureDefinition,
    FeatureSet,
    definitions_of_patient,
)

PAGE = Path("docs/features.md")

OPENING = f"""\
# Features

Written by `python tools/docs_features.py` from the definitions in `myomap.features`.
`myomap features INPUT --set SET -o features.csv` writes them, one row a patient.

| set | of | features of a map | columns of a patient |
|---|---|---:|---:|
| `paper` | the colours the map had on its screen, as published | \
{len(COLOR_FEATURES)} | {len(definitions_of_patient(FeatureSet.PAPER))} |
| `canonical` | one drawing of the map, whatever the station's colours | \
{len(COLOR_FEATURES)} | {len(definitions_of_patient(FeatureSet.CANONICAL))} |
| `scalar` | uptake in percent: regions, extent, evenness, change | \
{len(SCALAR_FEATURES)} | {len(definitions_of_patient(FeatureSet.SCALAR))} |

The columns of a patient are the features of a map three times, under the prefixes
`stress_`, `rest_` and `difference_`, in this order; the scalar set has the features of
change behind them. The order never changes within a version.

`difference_` is the feature at stress minus the feature at rest. It is not the feature
of a difference picture: for the mean over a part the two are the same as long as the
same points are black, for a deviation they are not. A feature that cannot be computed,
because its state was not given or its part holds nothing, is empty, never 0.

## The {len(COLOR_FEATURES)} of colours

The map is cropped to its edge; rim and background are black. Of every channel the mean
and the standard deviation are taken over five vertical strips, five horizontal strips
and four rings, without black points.

| left open by the publication | decided | to change it |
|---|---|---|
| what a black point is | all three channels are 0 | `black_rule`, `black_level` |
| how wide the rim is | {100 * ColorOptions().rim_fraction:g} % of the radius | \
`rim_fraction` |
| which deviation | of the population: divided by n | `is_sample_deviation` |
| vertical strips | run from top to bottom, counted from the left | |
| horizontal strips | run from left to right, counted from the top | |
| a width that 5 does not divide | a pixel belongs to the strip its centre lies in | |
| how the rings are cut | equally wide, ring 1 in the centre | |
| a pixel on the border of two rings | belongs to the outer one | |

The changes are those of `ColorOptions` in Python; the command takes what is decided.
The colours depend on the station's colour table: features of the `paper` set can be
compared only among pictures of one table. A lowest colour that is black is taken for
background, as published. Lines and numbers drawn over the map are colours of it too. Of
a screen the map's own pixels are taken, as large as they are.

The `canonical` set draws the map itself, {CANONICAL_SIZE_PX} pixels wide, in the table
`{CANONICAL_TABLE}`, from 0 to 100 % of the map's reference, without lines; samples
without data are black, and no colour of the table is. Its rim is left out as well. It
depends on what the station calls 100 %, and on nothing else of it.

"""

FACTS_OPENING = """\

## The columns before the features

An input that cannot be read has a row too, with the reason in place of features. The
terminal lists at the end which these were; only where nobody could be read the command
ends with status 3. Started again, it keeps the rows whose files and options are the
same, and tries the failed ones again.

| column | what it says |
|---|---|
"""

FACT_MEANINGS = {
    "patient_id": "of a manifest, or made of a hash of the files",
    "feature_set": "paper, canonical or scalar",
    "myomap": "the version that made the row",
    "sha256": "of all files of the patient and what says their state",
    "status": "ok or failed",
    "reason": "why it failed",
    "cautions": "codes of what to know before trusting the row",
    "options": "what was told of pictures: colour table and its range, states, discs",
    "color_table": (
        "by what a picture's colours were read: a table's name, bar for a colour bar "
        "of its own, unknown where neither was there"
    ),
    "label": "as the manifest has it",
    "sex": "likewise",
    "age": "likewise",
    "site": "likewise",
}

SCALAR_OPENING = """
## The scalar features of a map

Means are weighted by wall area, over valid samples. An asymmetry of two parts is their
difference over their sum: 0 where they are alike, −100 to 100 %. Walls are quadrants
around the middle of the wall, a quarter of the circle wide; rings are equally wide.

"""

CHANGE_OPENING = """
## The scalar features of change

Of stress minus rest, sample by sample, where both maps are valid; in percentage points
of each map's own reference.

"""


def table(definitions: Sequence[FeatureDefinition]) -> str:
    """Return the rows of some features."""
    lines = ["| feature | unit | what it is |", "|---|---|---|"]
    lines += [
        f"| `{each.name}` | {each.unit} | {each.meaning} |" for each in definitions
    ]
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page."""
    return (
        OPENING
        + table(COLOR_FEATURES)
        + SCALAR_OPENING
        + table(SCALAR_FEATURES)
        + CHANGE_OPENING
        + table(CHANGE_FEATURES)
        + FACTS_OPENING
        + "".join(f"| `{name}` | {FACT_MEANINGS[name]} |\n" for name in FACTS)
    )


def faults(root: Path) -> Iterator[str]:
    """Yield where the page is not what the definitions say."""
    place = root / PAGE
    if not place.is_file() or place.read_text(encoding="utf-8") != page():
        yield f"{PAGE} is not what the features are: run python tools/docs_features.py"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
