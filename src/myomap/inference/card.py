"""The card of a model: what it answers, from what, how well, and for whom."""

import json
import math
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from myomap.errors import ModelError
from myomap.features import FeatureSet

__all__ = [
    "SCHEMA",
    "TASK_CLASSES",
    "Calibration",
    "Card",
    "FeatureInput",
    "MapsInput",
    "Metric",
    "ModelFile",
    "PictureInput",
    "ReadingPart",
    "SelfTest",
    "Task",
    "Training",
    "card_from_json",
    "card_to_json",
]

SCHEMA = "myomap.model/1"

TASK_CLASSES: Final = {
    "abnormal": ("normal", "abnormal"),
    "kind": ("ischemia", "infarction"),
    "classes": ("normal", "ischemia", "infarction", "mixed"),
}
"""Classes of the tasks that have a name in myomap, in the order of a model's output."""

_Word = Annotated[str, Field(min_length=1, max_length=200)]
_Text = Annotated[str, Field(min_length=1, max_length=4000)]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Probability = Annotated[float, Field(ge=0.0, le=1.0)]
_Count = Annotated[int, Field(ge=0)]
_Number = float | None


class _Part(BaseModel):
    """What all parts share: nothing unknown, no silent conversion, no NaN."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


class Task(_Part):
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

    name: _Word
    classes: Annotated[tuple[_Word, ...], Field(min_length=2, max_length=20)]
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


class FeatureInput(_Part):
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
    names: Annotated[tuple[_Word, ...], Field(min_length=1, max_length=2000)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.names)) != len(self.names):
            raise ValueError("a feature is named twice")
        return self

    @property
    def set(self) -> FeatureSet:
        """The set of features."""
        return FeatureSet(self.feature_set)


class PictureInput(_Part):
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


class MapsInput(_Part):
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
    channels: Annotated[tuple[_Word, ...], Field(min_length=1, max_length=64)]


class ReadingPart(_Part):
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
    """

    coverage: _Probability
    least_probability: dict[Literal["both", "stress", "rest"], tuple[_Probability, ...]]
    most_doubt: dict[Literal["foreign", "distance", "residual"], float]
    warns_from: dict[Literal["foreign", "distance", "residual"], float] | None = None


class Calibration(_Part):
    """The curve over the log odds of the positive class; it is part of the graph.

    Parameters
    ----------
    slope, intercept : float
        1 and 0 change nothing.
    """

    slope: float
    intercept: float


class Training(_Part):
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
    n_patients: _Count
    n_samples: _Count
    patients_per_class: dict[str, _Count]
    is_simulated: bool
    parameters: dict[str, int | float | str | bool]
    calibration: Calibration | None
    note: Annotated[str, Field(max_length=4000)]


class Metric(_Part):
    """A figure with its 95 % interval, from a leak-free cross-validation.

    Parameters
    ----------
    name : str
        Such as ``"roc_auc"``.
    value, low, high : float or None
        None where it is not defined.
    """

    name: _Word
    value: _Number
    low: _Number
    high: _Number


class SelfTest(_Part):
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


class ModelFile(_Part):
    """The graph that the card belongs to.

    Parameters
    ----------
    sha256 : str
        Its hash.
    size_bytes : int
        How large it is.
    """

    sha256: _Sha256
    size_bytes: _Count


class Card(_Part):
    """Everything there is to say of a model.

    Parameters
    ----------
    schema : str
        `SCHEMA`; read it as `schema_name`.
    name, title : str
        Short, and as tables call it.
    task : Task
        What is told apart.
    input : FeatureInput, PictureInput or MapsInput
        What it looks at.
    training : Training
        What it learnt from.
    evaluation : str
        How the figures were found.
    metrics : tuple of Metric
        The figures.
    intended_use : str
        For whom and for what.
    limits : tuple of str
        What it cannot do.
    seed : int
        Of all chance.
    versions : dict of str to str
        Of everything that computed.
    self_test : SelfTest
        Questions with known answers.
    model : ModelFile
        The graph.
    reading : ReadingPart or None
        Of a model that takes maps; None of all others, and then not written.
    """

    schema_name: Literal["myomap.model/1"] = Field(alias="schema")
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._:=-]{0,127}$")]
    title: _Word
    task: Task
    input: Annotated[
        FeatureInput | PictureInput | MapsInput, Field(discriminator="kind")
    ]
    training: Training
    evaluation: _Text
    metrics: tuple[Metric, ...]
    intended_use: _Text
    limits: Annotated[tuple[_Text, ...], Field(min_length=1)]
    seed: _Count
    versions: dict[str, str]
    self_test: SelfTest
    model: ModelFile
    reading: ReadingPart | None = None

    @model_validator(mode="after")
    def _is_printable(self) -> Self:
        if not all(text.isprintable() for text in _texts(self.model_dump())):
            raise ValueError("a text holds characters that cannot be seen")
        return self

    @model_validator(mode="after")
    def _fits(self) -> Self:
        n_classes = len(self.task.classes)
        expected, rows = self.self_test.expected, self.self_test.rows
        if any(len(row) != n_classes for row in expected):
            raise ValueError("the answers of the self-test are not those of the task")
        if any(not math.isclose(sum(row), 1.0, abs_tol=1e-4) for row in expected):
            raise ValueError("the answers of the self-test are no probabilities")
        if isinstance(self.input, FeatureInput) != (rows is not None):
            raise ValueError("the self-test is not of the model's input")
        if isinstance(self.input, MapsInput) != (self.reading is not None):
            raise ValueError("a model of maps, and no other, says how it reads")
        if isinstance(self.input, FeatureInput) and rows is not None:
            n_names = len(self.input.names)
            if len(rows) != len(expected) or any(len(r) != n_names for r in rows):
                raise ValueError("the questions of the self-test are not of the input")
        return self


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of a document, names of keys included."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(part, tuple | list):
        for value in part:
            yield from _texts(value)


def card_to_json(card: Card) -> bytes:
    """Return a card as the JSON that a bundle holds.

    Parameters
    ----------
    card : Card
        To be written.

    Returns
    -------
    bytes
        UTF-8, indented, in the order of the fields; the same for the same card.
    """
    told = card.model_dump(mode="json", by_alias=True)
    if card.reading is None:
        del told["reading"]
    text = json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def card_from_json(data: bytes) -> Card:
    """Return the card that a bundle holds.

    Parameters
    ----------
    data : bytes
        JSON in UTF-8.

    Returns
    -------
    Card
        Complete and without contradictions.

    Raises
    ------
    ModelError
        If anything is missing, unknown, or of another kind.
    """
    try:
        return Card.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"]) or "the card as a whole"
        count = error.error_count()
        faults = "1 fault" if count == 1 else f"{count} faults, the first"
        # Of what a validator above says nothing comes from the card.
        own = first["type"] == "value_error"
        why = f" ({first['msg'].removeprefix('Value error, ')})" if own else ""
        raise ModelError(
            f"The card of the model's bundle is not right: found {faults} at "
            f"'{place[:80]}'{why}. Expected a card of the schema {SCHEMA}: export the "
            "model again, or take a version of myomap that knows it."
        ) from error
