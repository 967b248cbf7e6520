"""The parts of a model's card, each checked by itself."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from myomap.features import FeatureSet

__all__ = [
    "TASK_CLASSES",
    "Calibration",
    "CardPart",
    "Count",
    "FeatureInput",
    "MapsInput",
    "Metric",
    "ModelFile",
    "PictureInput",
    "ReadingPart",
    "SelfTest",
    "Task",
    "Text",
    "Training",
    "Word",
]

TASK_CLASSES: Final = {
    "abnormal": ("normal", "abnormal"),
    "kind": ("ischemia", "infarction"),
    "classes": ("normal", "ischemia", "infarction", "mixed"),
}
"""Classes of the tasks that have a name in myomap, in the order of a model's output."""

Word = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]
_Number = float | None
_Doubts = dict[Literal["foreign", "distance", "residual"], float]


class CardPart(BaseModel):
    """What all parts share: nothing unknown, no silent conversion, no NaN."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


class Task(CardPart):
    """What is told apart.

    Parameters
    ----------
    name : str
        As ``--task`` names it; one of `TASK_CLASSES` has the classes that stand there,
        in their order.
    classes : tuple of str
        In the order of the model's output; of two, the second is the positive one.
    threshold : float or None
        Of two classes: from which probability on the second is called. None for more,
        of which the likeliest is called.
    """

    name: Word
    classes: Annotated[tuple[Word, ...], Field(min_length=2, max_length=20)]
    threshold: _Probability | None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.classes)) != len(self.classes):
            raise ValueError("a class is named twice")
        if (self.threshold is not None) != (len(self.classes) == 2):
            raise ValueError("two classes have a threshold, and more have none")
        # A model whose classes stand the other way round would call the ill healthy.
        if self.classes != TASK_CLASSES.get(self.name, self.classes):
            raise ValueError("the classes are not those of the named task")
        return self


class FeatureInput(CardPart):
    """Features, by name.

    Parameters
    ----------
    kind : str
        Always ``"features"``.
    feature_set : str
        The set they are of, a value of `FeatureSet`.
    unit : str
        ``"map"``: of one map; ``"study"``: of stress and rest together.
    names : tuple of str
        In the order of the model's columns. One that is not known is given as NaN.
    """

    kind: Literal["features"]
    feature_set: Literal["paper", "canonical", "scalar"]
    unit: Literal["map", "study"]
    names: Annotated[tuple[Word, ...], Field(min_length=1, max_length=2000)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.names)) != len(self.names):
            raise ValueError("a feature is named twice")
        return self

    @property
    def set(self) -> FeatureSet:
        """The set of features."""
        return FeatureSet(self.feature_set)


class PictureInput(CardPart):
    """Drawings of the map.

    Parameters
    ----------
    kind : str
        Always ``"picture"``.
    drawing : str
        Always ``"canonical"``: `myomap.features.canonical_picture`.
    unit : str
        ``"map"``: of one map; ``"study"``: stress and, to the right of it, rest; a
        state that is not there is black.
    height_px, width_px : int
        Of the drawing that is handed over.
    """

    kind: Literal["picture"]
    drawing: Literal["canonical"]
    unit: Literal["map", "study"]
    height_px: Annotated[int, Field(ge=8, le=1024)]
    width_px: Annotated[int, Field(ge=8, le=2048)]


class MapsInput(CardPart):
    """Both maps of a patient and how they were made, as channels.

    Parameters
    ----------
    kind : str
        Always ``"maps"``.
    unit : str
        Always ``"study"``: stress and rest together; either may be missing.
    channels : tuple of str
        In their order, see `myomap.inference.reading_input`.
    """

    kind: Literal["maps"]
    unit: Literal["study"]
    channels: Annotated[tuple[Word, ...], Field(min_length=1, max_length=64)]


class ReadingPart(CardPart):
    """What a model that reads maps says more than classes, and when it says nothing.

    Parameters
    ----------
    coverage : float
        How often the set of possible classes shall hold the true one.
    least_probability : dict of str to tuple of float
        By ``"both"``, ``"stress"`` or ``"rest"``, which states are there: from which
        probability on each class is possible.
    most_doubt : dict of str to float
        By kind of doubt: above it nothing is said.
    warns_from : dict of str to float or None
        By kind of doubt: above it what is said comes with a warning.
    most_doubt_alone, warns_from_alone : dict of str to dict, or None
        The same where ``"stress"`` or ``"rest"`` alone is there, which tells less of
        how it is laid out; None takes those of both.
    """

    coverage: _Probability
    least_probability: dict[Literal["both", "stress", "rest"], tuple[_Probability, ...]]
    most_doubt: _Doubts
    warns_from: _Doubts | None = None
    most_doubt_alone: dict[Literal["stress", "rest"], _Doubts] | None = None
    warns_from_alone: dict[Literal["stress", "rest"], _Doubts] | None = None


class Calibration(CardPart):
    """The curve over the log odds of the positive class; it is part of the graph.

    Parameters
    ----------
    slope, intercept : float
        1 and 0 change nothing.
    """

    slope: float
    intercept: float


class Training(CardPart):
    """What the model learnt from.

    Parameters
    ----------
    data_sha256 : str
        Hash of the samples: features, classes, and whose they are.
    n_patients, n_samples : int
        How many.
    patients_per_class : dict of str to int
        By the names of the task's classes.
    is_simulated : bool
        Whether the patients were simulated.
    parameters : dict
        Of the model.
    calibration : Calibration or None
        Learnt from predictions inside the training samples; None where there is none.
    note : str
        What has to be said, such as how a network's weights began.
    """

    data_sha256: _Sha256
    n_patients: Count
    n_samples: Count
    patients_per_class: dict[str, Count]
    is_simulated: bool
    parameters: dict[str, int | float | str | bool]
    calibration: Calibration | None
    note: Annotated[str, Field(max_length=4000)]


class Metric(CardPart):
    """A figure with its 95 % interval, from a leak-free cross-validation.

    Parameters
    ----------
    name : str
        Such as ``"roc_auc"``.
    value, low, high : float or None
        None where it is not defined.
    """

    name: Word
    value: _Number
    low: _Number
    high: _Number


class SelfTest(CardPart):
    """Questions with known answers, asked whenever the bundle is opened.

    Parameters
    ----------
    rows : tuple of tuple of float or None, or None
        Made-up features, None where unknown; no patient's. None for pictures and
        maps, whose two patterns `myomap.inference.self_test` draws.
    expected : tuple of tuple of float
        Probabilities of each class, a row a question.
    tolerance : float
        Of a probability.
    """

    rows: tuple[tuple[_Number, ...], ...] | None
    expected: Annotated[
        tuple[tuple[_Probability, ...], ...], Field(min_length=2, max_length=64)
    ]
    tolerance: Annotated[float, Field(gt=0.0, le=1e-4)]


class ModelFile(CardPart):
    """The graph that the card belongs to.

    Parameters
    ----------
    sha256 : str
        Its hash.
    size_bytes : int
        How large it is.
    """

    sha256: _Sha256
    size_bytes: Count
