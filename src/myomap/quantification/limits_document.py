"""The JSON of a file of normal limits, schema ``myomap.normals/1``."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

__all__ = [
    "NOTICE",
    "LimitsDocument",
    "PopulationEntry",
    "ProvenanceEntry",
    "SetEntry",
]

NOTICE: Final = "Research software, not for diagnosis."
"""What every file of limits says first; files of earlier versions do not."""


def _printable(text: str) -> str:
    """Refuse what would move a terminal's cursor when the words are shown."""
    if not text.isprintable():
        raise ValueError("a text holds characters that cannot be seen")
    return text


_Seen = AfterValidator(_printable)
_Word = Annotated[str, Field(min_length=1, max_length=200), _Seen]
_Text = Annotated[str, Field(min_length=1, max_length=2000), _Seen]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    """What all parts share: nothing unknown, no silent conversion, no NaN."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


class PopulationEntry(_Part):
    """For whom; null for both sexes together."""

    sex: Literal["F", "M"] | None
    state: Literal["stress", "rest"]
    tracer: _Word
    attenuation_corrected: bool
    reconstruction: _Word
    camera: _Word
    is_simulated: bool


class ProvenanceEntry(_Part):
    """How the limits came about."""

    myomap: _Word
    method: Literal["declared normals", "mixed clinical population"]
    source: _Text
    source_sha256: _Sha256 | None
    options: _Text


class SetEntry(_Part):
    """One set; arrays are (32, 72) little-endian half-precision numbers, base64."""

    population: PopulationEntry
    n_cases: Annotated[int, Field(ge=2)]
    false_positive_rate: Annotated[float, Field(ge=0.0, le=1.0)]
    provenance: ProvenanceEntry
    mean_percent: Annotated[str, Field(max_length=10_000)]
    deviation_percent: Annotated[str, Field(max_length=10_000)]


class LimitsDocument(_Part):
    """The whole file; the hash is of all other fields, keys sorted."""

    schema_name: Literal["myomap.normals/1"] = Field(alias="schema")
    notice: Literal["Research software, not for diagnosis."] | None = None
    name: _Word
    sets: Annotated[tuple[SetEntry, ...], Field(min_length=1, max_length=200)]
    sha256: _Sha256
