"""A reading network as a bundle: trained, calibrated, exported, and told of."""

import hashlib
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Final

import numpy as np

import myomap
from myomap.errors import ModelError
from myomap.inference import (
    CHANNELS,
    Card,
    MapsInput,
    Metric,
    ModelFile,
    SelfTest,
    Session,
    Task,
    Training,
    bundle_to_bytes,
    question_channels,
)
from myomap.learning.export.exported import answers
from myomap.learning.reading_network.building import n_weights
from myomap.learning.reading_network.calibrating import Calibrated, calibrated_network
from myomap.learning.reading_network.exporting import asked_network
from myomap.learning.reading_network.held_out import Shown
from myomap.learning.reading_network.simulated_case import CLASSES
from myomap.learning.reading_network.training import TrainingPlan

__all__ = ["READER_NAME", "ReadingBundle", "packed_reading"]

READER_NAME: Final = "reading"

_TOLERANCE = 1e-5
_HELD_OUT_SEED = 3
_LIMITS = (
    "Research software, not for diagnosis.",
    "Learnt from simulated patients alone: what it says of real ones is not known.",
    "Its probabilities are those of a clinic in which a third is healthy.",
    "Ischemia of all three arteries alike shows no healthy wall to compare with: it is "
    "mostly missed.",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ReadingBundle:
    """A bundle, and what is known of it.

    Parameters
    ----------
    data : bytes
        To be written to a file.
    card : Card
        What it says of itself.
    largest_difference : float
        Between a probability before and after the export.
    """

    data: bytes
    card: Card
    largest_difference: float


def packed_reading(
    network: Any, plan: TrainingPlan, *, n_held_out: int = 4000
) -> ReadingBundle:
    """Return a trained network as a bundle.

    Parameters
    ----------
    network : torch module
        As `train_reading` gives it.
    plan : TrainingPlan
        How it was trained.
    n_held_out : int
        Simulated patients to calibrate by; none of them was shown before.

    Returns
    -------
    ReadingBundle
        The same bytes for the same plan and versions, on one kind of processor.

    Raises
    ------
    ModelError
        If the exported network does not answer as the trained one does.
    """
    shown = Shown(seed=plan.seed + _HELD_OUT_SEED, n_patients=n_held_out)
    made = calibrated_network(network, shown)
    questions = question_channels()
    found = Session(made.graph).ask(questions)
    expected = _expected(network, made, questions)
    difference = float(np.abs(found - expected).max())
    if difference > _TOLERANCE:
        raise ModelError(
            f"The exported network differs from the trained one by {difference:.2g}, "
            f"expected at most {_TOLERANCE:g}. No bundle was written: report this with "
            "the versions of onnx and torch."
        )
    card = _card(network, plan, made, expected, n_held_out)
    return ReadingBundle(
        data=bundle_to_bytes(card, made.graph),
        card=card,
        largest_difference=difference,
    )


def _expected(network: Any, made: Calibrated, questions: Any) -> Any:
    """Return the calibrated probabilities of the trained network."""
    scores = asked_network(network, questions)[0].astype(np.float64)
    # Of the two questions the first has both states, the second stress alone.
    raised = scores * made.after.slope[:2, None] + made.after.shift[:2]
    share = np.exp(raised - raised.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True)


def _card(
    network: Any, plan: TrainingPlan, made: Calibrated, expected: Any, n_held_out: int
) -> Card:
    n_shown = plan.pool + (plan.steps - 1) * plan.fresh
    return Card(
        schema="myomap.model/1",
        name=READER_NAME,
        title="Reading network",
        task=Task(name="classes", classes=CLASSES, threshold=None),
        input=MapsInput(kind="maps", unit="study", channels=CHANNELS),
        training=Training(
            data_sha256=hashlib.sha256(repr(plan).encode()).hexdigest(),
            n_patients=n_shown,
            n_samples=plan.steps * plan.batch,
            patients_per_class={},
            is_simulated=True,
            parameters=_parameters(network, plan),
            calibration=None,
            note=(
                "Simulated patients, each drawn from a number; the hash is that of the "
                "plan, from which all of them follow. Calibrated on "
                f"{n_held_out} more."
            ),
        ),
        evaluation=(
            "Measured by 'myomap bench reading' on patients simulated with other "
            "settings than those it was taught with: docs/validation.md."
        ),
        metrics=tuple[Metric, ...](),
        intended_use=(
            "To point out ischemia and infarction on polar maps of myocardial "
            "perfusion in research, to people who can read such maps themselves."
        ),
        limits=_LIMITS,
        seed=plan.seed,
        versions={
            "myomap": myomap.__version__,
            **{
                name: version(name) for name in ("numpy", "onnx", "onnxscript", "torch")
            },
        },
        self_test=SelfTest(rows=None, expected=answers(expected), tolerance=_TOLERANCE),
        model=ModelFile(
            sha256=hashlib.sha256(made.graph).hexdigest(), size_bytes=len(made.graph)
        ),
        reading=made.part,
    )


def _parameters(
    network: Any, plan: TrainingPlan
) -> dict[str, int | float | str | bool]:
    told = asdict(plan)
    return {
        "weights": n_weights(network),
        **{
            name.replace("_", " "): told[name]
            for name in (
                "steps", "batch", "pool", "fresh", "learning_rate", "weight_decay",
                "is_half",
            )
        },
    }  # fmt: skip
