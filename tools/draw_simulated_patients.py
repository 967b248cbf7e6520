"""Draw docs/pictures/simulated_patients.png: four simulated patients, to be looked at.

python tools/draw_simulated_patients.py
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from myomap.colortable import color_table
from myomap.figures import figure_bytes, house_style
from myomap.phantom import Disease, SimulatedPatient, acquire, draw_patient
from myomap.polarmap import disc_image
from myomap.records import Sex, State
from myomap.simulation.journey import map_of_volume, reconstructed
from myomap.ventricle import find_ventricle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAGE = Path("docs/pictures/simulated_patients.png")
SHOWN_VIEWS = (8, 24, 44)
TITLES = (
    "right anterior",
    "anterior",
    "left lateral",
    "µ-map",
    "stress, short axis",
    "rest, short axis",
    "stress map",
    "rest map",
)


class Example(NamedTuple):
    """One row of the picture."""

    title: str
    patient: SimulatedPatient
    corrected: bool


def examples() -> list[Example]:
    """Return the four patients: none of them with an artefact drawn."""
    return [
        Example("normal", _first(Disease.NORMAL, Sex.MALE), True),
        Example("ischemia", _first(Disease.ISCHEMIA, Sex.MALE), True),
        Example("infarction", _first(Disease.INFARCTION, Sex.MALE), True),
        Example("normal, breast,\nnot corrected", _with_breasts(), False),
    ]


def _first(disease: Disease, sex: Sex) -> SimulatedPatient:
    """Return the first clean patient with disease that can be seen."""
    for index in range(1000):
        patient = draw_patient(np.random.default_rng([20, index]), disease=disease)
        lesions = patient.stress.lesions
        is_plain = disease is Disease.NORMAL or (
            lesions[0].uptake < 0.5 and lesions[0].around_mm > 25
        )
        if patient.person.sex is sex and not patient.artefacts and is_plain:
            return patient
    raise RuntimeError("No patient fits.")


def _with_breasts() -> SimulatedPatient:
    patient = _first(Disease.NORMAL, Sex.FEMALE)
    states = []
    for state in (patient.stress, patient.rest):
        if state.chest is None:
            raise RuntimeError("A woman was drawn without a chest.")
        breasts = tuple(
            replace(breast, centre_mm=(*breast.centre_mm[:2], 50.0))
            for breast in state.chest.breasts
        )
        states.append(replace(state, chest=replace(state.chest, breasts=breasts)))
    return replace(patient, stress=states[0], rest=states[1])


def main() -> None:
    """Simulate the patients and write the picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = examples()
    with house_style():
        figure = Figure(figsize=(15.0, 2.3 * len(rows)), dpi=80, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(len(rows), 8)
        for line, example in zip(axes, rows, strict=True):
            _draw_row(list(line), example)
        for axis, title in zip(
            axes[0],
            TITLES,
            strict=True,
        ):
            axis.set_title(title, fontsize=9)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_bytes(figure_bytes(figure, "png"))


def _draw_row(line: list["Axes"], example: Example) -> None:
    study = acquire(example.patient)
    for axis, i_view in zip(line, SHOWN_VIEWS, strict=False):
        _show(axis, study.stress.counts[0, 0, i_view], "gray")
    _show(line[3], study.attenuation_map.per_cm[32], "gray")
    table = color_table("pet-20-step")
    for k, state in enumerate(State):
        volume = reconstructed(
            example.patient, study, state, attenuation_corrected=example.corrected
        ).volume
        short_axis = find_ventricle(volume).short_axis.counts
        _show(line[4 + k], short_axis[len(short_axis) // 2], "inferno")
        found = map_of_volume(example.patient, state, volume)
        _show(line[6 + k], disc_image(found, table, 160), None)
    line[0].set_ylabel(example.title, fontsize=9)


def _show(axis: "Axes", picture: NDArray[Any], colors: str | None) -> None:
    axis.imshow(picture, cmap=colors)
    axis.set_xticks([])
    axis.set_yticks([])


if __name__ == "__main__":
    main()
