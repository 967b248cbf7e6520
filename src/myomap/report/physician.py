"""What a physician says of a case, schema ``myomap.physician/1``: never the model's.

Only what the physician changed stands here. A score that is not named is the
software's, and a report says so of each figure.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_serializer

__all__ = [
    "LONGEST_AUTHOR",
    "LONGEST_COMMENT",
    "PhysicianLabel",
    "PhysicianReading",
    "PhysicianScores",
    "Placement",
    "Placements",
]

LONGEST_COMMENT: Final = 10_000
"""Letters."""

LONGEST_AUTHOR: Final = 200
"""Letters."""

PhysicianLabel = Literal[
    "normal", "ischemia", "infarction", "mixed", "abnormal", "nondiagnostic"
]

_Segment = Annotated[int, Field(ge=1, le=17)]
_Score = Annotated[int, Field(ge=0, le=4)]
_Millimetres = Annotated[float, Field(ge=-2000.0, le=2000.0)]
_Point = tuple[_Millimetres, _Millimetres, _Millimetres]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PhysicianScores(_Entry):
    """Scores that the physician changed.

    Parameters
    ----------
    stress, rest : dict of int to int
        Segment 1 to 17 to score, 0 normal to 4 absent.
    """

    stress: dict[_Segment, _Score] = Field(default_factory=dict)
    rest: dict[_Segment, _Score] = Field(default_factory=dict)


class Placement(_Entry):
    """Where the physician put a ventricle.

    Parameters
    ----------
    apex_mm, base_mm : (3,), mm, in the volume's frame
        Mid-wall apex, and the middle of the valve plane.
    radius_mm : float, mm
        Mid-wall radius where the ventricle is widest.
    """

    apex_mm: _Point
    base_mm: _Point
    radius_mm: Annotated[float, Field(ge=8.0, le=80.0)]


class Placements(_Entry):
    """Ventricles placed by hand.

    Parameters
    ----------
    stress, rest : Placement or None
        None where the software's was kept.
    """

    stress: Placement | None = None
    rest: Placement | None = None


class PhysicianReading(_Entry):
    """What a physician says of one case.

    Parameters
    ----------
    schema : str
        Name and version of this form.
    scores : PhysicianScores
        Only those that differ from the software's.
    mask_sha256 : str or None
        Of the affected area that was drawn, uint8 (32, 72) in C order: 0 none, 1
        reversible, 2 fixed. None where the software's was kept. The bytes are kept
        elsewhere.
    label : str or None
        The physician's own verdict; None where there is none yet.
    agrees : bool or None
        Whether the physician accepts the software's verdict.
    comment : str
        Free words, at most 10,000 letters.
    placements : Placements
        Ventricles placed by hand.
    author : str
        Who says so; as it shall be printed.
    signed_at : datetime or None
        With its zone; None where it is not signed.

    Examples
    --------
    >>> said = PhysicianReading(author="Dr A.", scores={"stress": {7: 3}})
    >>> said.scores.stress, said.is_signed
    ({7: 3}, False)
    """

    schema_name: Literal["myomap.physician/1"] = Field(
        default="myomap.physician/1", alias="schema"
    )
    scores: PhysicianScores = Field(default_factory=PhysicianScores)
    mask_sha256: _Sha256 | None = None
    label: PhysicianLabel | None = None
    agrees: bool | None = None
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""
    placements: Placements = Field(default_factory=Placements)
    author: Annotated[str, Field(max_length=LONGEST_AUTHOR)] = ""
    signed_at: AwareDatetime | None = None

    @field_serializer("signed_at")
    def _as_iso(self, value: datetime | None) -> str | None:
        return None if value is None else value.isoformat()

    @property
    def is_signed(self) -> bool:
        """Whether somebody stands for it."""
        return self.signed_at is not None

    @property
    def is_empty(self) -> bool:
        """Whether the physician has said nothing yet."""
        return self == PhysicianReading(author=self.author)

    def to_json(self) -> dict[str, object]:
        """Return the reading as JSON values, the schema's name first.

        Returns
        -------
        dict
            Ready for `json.dumps`; `PhysicianReading.model_validate` takes it back.
        """
        return self.model_dump(mode="json", by_alias=True)
