"""Simulated patients to try the reading room with: a name in, files of a study out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.phantom import Disease
from myomap.web.tasks import TaskFile

__all__ = ["EXAMPLES", "Example", "ExampleFiles", "example_named", "write_example"]


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A simulated patient.

    Parameters
    ----------
    name : str
        In the address.
    title : str
        What the case is called.
    words : str
        What is to be seen, in a sentence.
    disease : Disease
        Of the patient.
    seed : int
        Which patient.
    is_corrected : bool
        Whether the volumes are corrected for attenuation.
    is_picture : bool
        Whether it is a station's screen rather than two volumes.
    """

    name: str
    title: str
    words: str
    disease: Disease
    seed: int
    is_corrected: bool = True
    is_picture: bool = False


EXAMPLES: Final = (
    Example(
        name="normal",
        title=_("Simulated: normal perfusion"),
        words=_("A patient without disease, two volumes."),
        disease=Disease.NORMAL,
        seed=2,
    ),
    Example(
        name="ischemia",
        title=_("Simulated: ischemia"),
        words=_("A defect at stress that is gone at rest, two volumes."),
        disease=Disease.ISCHEMIA,
        seed=3,
    ),
    Example(
        name="infarction",
        title=_("Simulated: infarction"),
        words=_("The same defect at stress and at rest, two volumes."),
        disease=Disease.INFARCTION,
        seed=3,
    ),
    Example(
        name="mixed",
        title=_("Simulated: ischemia and infarction"),
        words=_("A defect at stress that is partly there at rest, two volumes."),
        disease=Disease.MIXED,
        seed=1,
    ),
    Example(
        name="attenuation",
        title=_("Simulated: attenuation, not corrected"),
        words=_("A healthy patient whose body takes counts away from a wall."),
        disease=Disease.NORMAL,
        seed=8,
        is_corrected=False,
    ),
    Example(
        name="gut",
        title=_("Simulated: activity of the gut"),
        words=_("A healthy patient whose gut shines into the inferior wall."),
        disease=Disease.NORMAL,
        seed=54,
    ),
    Example(
        name="screen",
        title=_("Simulated: a station's screen"),
        words=_("One picture with the maps at stress and at rest, in colours."),
        disease=Disease.MIXED,
        seed=2,
        is_picture=True,
    ),
)
"""In the order that they are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFiles:
    """An example made.

    Parameters
    ----------
    title : str
        What the case is called.
    files : tuple of TaskFile
        To be read.
    """

    title: str
    files: tuple[TaskFile, ...]


def example_named(name: str) -> Example:
    """Return an example.

    Parameters
    ----------
    name : str
        In the address.

    Returns
    -------
    Example
        One of `EXAMPLES`.

    Raises
    ------
    ConfigError
        If there is none of that name.
    """
    for example in EXAMPLES:
        if example.name == name:
            return example
    known = ", ".join(example.name for example in EXAMPLES)
    raise ConfigError(f"There is no such example. Expected one of: {known}.")


def write_example(name: str, folder: Path) -> ExampleFiles:
    """Simulate a patient and write what a reading takes.

    Parameters
    ----------
    name : str
        Of the example.
    folder : Path
        Where the files go.

    Returns
    -------
    ExampleFiles
        The same bytes every time.
    """
    example = example_named(name)
    made = _screen(example) if example.is_picture else _volumes(example)
    files = []
    for file_name, data in made.items():
        place = folder / f"example-{file_name}"
        place.write_bytes(data)
        files.append(TaskFile(place=place, name=file_name))
    return ExampleFiles(title=example.title, files=tuple(files))


def _volumes(example: Example) -> dict[str, bytes]:
    from myomap.simulation import (
        SimulationOptions,
        Stage,
        patient_files,
        patient_id_of,
        patient_of,
    )

    options = SimulationOptions(
        n_patients=1,
        seed=example.seed,
        stage=Stage.VOLUME,
        disease=example.disease,
        attenuation_corrected=example.is_corrected,
    )
    patient_id = f"{patient_id_of(options, 0)}-{example.name}"
    made = patient_files(options, patient_of(options, 0), patient_id)
    return {name: data for name, data in made.items() if name.endswith(".dcm")}


def _screen(example: Example) -> dict[str, bytes]:
    from myomap.phantom import draw_patient, quick_maps
    from myomap.screens import UNSPOILED, ScreenOptions, draw_screen, known_tables

    rng = np.random.default_rng(example.seed)
    maps = quick_maps(draw_patient(rng, disease=example.disease))
    screen = draw_screen(
        rng,
        maps,
        tables=[table for table in known_tables() if table.name == "warm-metal"],
        options=ScreenOptions(
            layout="side by side", diameter_px=(320.0, 320.0), spoiling=UNSPOILED
        ),
    )
    return {"screen.png": screen.file}
