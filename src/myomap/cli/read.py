"""`myomap read`: a study to maps, pictures and JSON."""

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

EXAMPLE = "myomap read study --out reading"


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders and zips of one patient, in any mix."),
    ] = None,
    stress: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="The stress input; can be given again."),
    ] = None,
    rest: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="The rest input; can be given again."),
    ] = None,
    sex: Annotated[
        str | None,
        typer.Option(metavar="F|M", help="The patient's sex; overrules the header."),
    ] = None,
    age: Annotated[
        float | None,
        typer.Option(metavar="YEARS", help="The patient's age; overrules the header."),
    ] = None,
    protocol: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Protocol for raw projections: a name, or a TOML file; a wrong name "
            "lists them all.",
        ),
    ] = None,
    attenuation_map: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="CT or attenuation map for raw projections; else the study's own.",
        ),
    ] = None,
    attenuation: Annotated[
        bool | None,
        typer.Option(
            "--attenuation/--no-attenuation",
            help="Whether attenuation was corrected, where volumes and maps do not "
            "tell.",
        ),
    ] = None,
    any_frame: Annotated[
        bool,
        typer.Option(
            "--any-frame",
            help="Use a map though it names another frame of reference.",
        ),
    ] = False,
    normals: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Normal limits to judge by, of 'myomap normals build'; simulated "
            "takes those that come with myomap, none judges nothing.",
        ),
    ] = "simulated",
    model: Annotated[
        str,
        typer.Option(
            metavar="BUNDLE",
            help="A reading network, of 'myomap train --recipe reading'; shipped takes "
            "the one that comes with myomap, none leaves the verdict to the rule.",
        ),
    ] = "shipped",
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Find out what each segment adds to the network's probabilities.",
        ),
    ] = False,
    color_table: ColorTableOption = None,
    bar_range: BarRangeOption = None,
    states: StatesOption = None,
    disc: DiscOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder for maps, pictures and JSON."
        ),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            metavar="FORMS",
            help="Forms of a report to write into --out, parted by commas: pdf, html, "
            "txt, json, and as DICOM sr, seg, sc, pdf-dicom.",
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(metavar="en|ru", help="Language of the report; en without it."),
    ] = None,
    json_path: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="File for the JSON alone, or - to print it."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there.")
    ] = False,
) -> None:
    """Read a study: find the left ventricle at stress and rest and map its wall.

    What each file is, and what is stress and what is rest, is found from the files;
    --stress and --rest overrule it. Takes raw DICOM projections, which are
    reconstructed first, DICOM and NIfTI volumes, .npy maps, and pictures of polar maps:
    PNG, JPEG, BMP and DICOM secondary captures.

    The maps are held against normal limits: deficit, extent, scores, what is
    reversible and what is fixed, and a verdict by rule. Those that come with myomap
    are of simulated patients: build your own with 'myomap normals build'.

    Of gated states it measures volumes, ejection fraction, motion, thickening and
    phase; of raw projections the tracer in the lung, too.

    A network that was taught by simulated patients gives the verdict: probabilities,
    the affected area, or the reason why it says nothing. The rule stands beside it.

    --report writes it to sign: findings in the guidelines' order on one page, in
    English or Russian, with a pseudonym in the patient's place.

    Without --out and --json the result is shown and nothing is written.
    """
    from myomap.cli.deliver import (
        TERMINAL,
        deliver_json,
        require_apart,
        require_room,
    )
    from myomap.cli.judgement_table import judged_as_asked, limits_asked
    from myomap.cli.learned_table import learned_as_asked, model_asked
    from myomap.cli.options import chosen_sex, require_some_path
    from myomap.cli.picture_options import chosen_pictures, require_pictures_for
    from myomap.cli.progress import progress_shown
    from myomap.cli.protocol_option import protocol_asked
    from myomap.cli.reading_table import print_reading
    from myomap.cli.report_option import Found, reports_asked
    from myomap.cli.written_reading import written_reading
    from myomap.reading import ALWAYS_WRITTEN, EVER_WRITTEN, ReadOptions, read

    require_some_path(paths, stress, rest)
    options = ReadOptions(
        stress=tuple(stress or ()),
        rest=tuple(rest or ()),
        sex=chosen_sex(sex),
        age_years=age,
        protocol=protocol_asked(protocol),
        attenuation_map=attenuation_map,
        attenuation_corrected=attenuation,
        any_frame=any_frame,
        pictures=chosen_pictures(color_table, bar_range, states, disc),
    )
    given = [*(paths or ()), *(stress or ()), *(rest or ())]
    asked = reports_asked(report, lang, out)
    always = (*ALWAYS_WRITTEN, *(asked.files if asked else ()))
    require_room(out, always, json_path, force=force, inputs=given)
    if out is not None:
        require_apart(given, out, [out / name for name in EVER_WRITTEN])
    limits, bundle = limits_asked(normals), model_asked(model)
    with progress_shown("Reading") as advance:
        reading = read(paths or [], options, on_progress=advance)
    require_pictures_for(options.pictures, reading.study)
    reading, judgement = judged_as_asked(reading, limits, asked=normals)
    learned = learned_as_asked(reading, bundle, explains=explain)
    found = Found(reading=reading, judgement=judgement, learned=learned)
    document, remarks = written_reading(found, out, asked, force=force, paths=given)
    if json_path is not None:
        deliver_json(document.to_json(), json_path, force=force)
    if json_path != TERMINAL:
        print_reading(reading, document.artifacts, judgement, learned)
        for remark in remarks:
            typer.echo(remark)
