"""The card of a model: what it answers, from what, how well, and for whom."""

import json
import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from myomap.errors import ModelError
from myomap.inference.card_parts import (
    CardPart,
    Count,
    FeatureInput,
    MapsInput,
    Metric,
    ModelFile,
    PictureInput,
    ReadingPart,
    SelfTest,
    Task,
    Text,
    Training,
    Word,
)

__all__ = ["SCHEMA", "Card", "card_from_json", "card_to_json"]

SCHEMA = "myomap.model/1"


class Card(CardPart):
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
    title: Word
    task: Task
    input: Annotated[
        FeatureInput | PictureInput | MapsInput, Field(discriminator="kind")
    ]
    training: Training
    evaluation: Text
    metrics: tuple[Metric, ...]
    intended_use: Text
    limits: Annotated[tuple[Text, ...], Field(min_length=1)]
    seed: Count
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
