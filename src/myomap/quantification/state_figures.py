"""The figures of one state: what they are called and what they mean."""

from dataclasses import dataclass

from myomap.polarmap import Segment
from myomap.quantification.choice import ChosenLimits
from myomap.quantification.words import (
    LEAST_SCORE,
    Band,
    DefectSize,
    band_of_tpd,
    severity_word,
    size_word,
)
from myomap.records import (
    MapArray,
    MaskArray,
    State,
    Territory,
    frozen_array,
)

__all__ = ["SegmentFigure", "StateFigures", "SummedScore", "TerritoryFigure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFigure:
    """One segment against the limits.

    Parameters
    ----------
    segment : Segment
        Which one.
    uptake_percent : float or None, percent of the map's reference
        Mean of the map as it stands; None where less than half has data, as all else.
    normal_percent : float or None, percent of the normal mean
        Mean uptake after scaling over the normals' mean.
    deviation : float or None, standard deviations
        Mean of how far the samples lie below the normal mean; negative above it.
    extent_percent : float or None, percent of the segment
        How much of it is below the limit.
    mean_score : float or None, 0 to 4
        Mean of the samples' scores.
    score : int or None, 0 to 4
        Its grade.
    is_borderline : bool
        Whether the mean score lies close to the border of two grades.
    """

    segment: Segment
    uptake_percent: float | None
    normal_percent: float | None
    deviation: float | None
    extent_percent: float | None
    mean_score: float | None
    score: int | None
    is_borderline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryFigure:
    """One coronary territory against the limits.

    Parameters
    ----------
    territory : Territory
        Which one.
    uptake_percent : float or None, percent of the map's reference
        As of a segment.
    tpd_percent : float, percent of the whole wall
        What it adds to the total perfusion deficit.
    extent_percent : float, percent of the whole wall
        What it adds to the extent.
    own_extent_percent : float or None, percent of the territory
        How much of it is below the limit; None where less than half has data.
    """

    territory: Territory
    uptake_percent: float | None
    tpd_percent: float
    extent_percent: float
    own_extent_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedScore:
    """The grades of all segments together.

    Parameters
    ----------
    total : int
        Their sum over the segments that have one.
    percent : float, percent of the highest sum
        Of 68 in 17 segments, 80 in 20; segments without data do not count.
    n_missing : int
        Segments without a grade.
    """

    total: int
    percent: float
    n_missing: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StateFigures:
    """All figures of one map.

    Parameters
    ----------
    state : State
        Stress or rest.
    chosen : ChosenLimits
        What it was held against.
    scaled_percent : (32, 72), float32
        Uptake on the scale of the normals; 0 where not valid.
    scores : (32, 72), float32, 0 to 4
        Score of every sample.
    below_limit : (32, 72), bool
        What a blackout map shows black.
    deviations : (32, 72), float32, standard deviations
        How far every sample lies below the normal mean.
    valid : (32, 72), bool
        Of the map.
    scale_factor : float
        From the map to `scaled_percent`.
    extent_percent : float, percent of the wall
        How much is below the limit.
    tpd_percent : float, percent
        Total perfusion deficit; 100 is a wall without any uptake.
    severity : float, standard deviations
        Mean of how far what is below the limit lies below it; 0 if nothing does.
    defect_normal_percent : float or None, percent of the normal mean
        Uptake in what is below the limit; None if nothing is.
    segments, segments_20 : tuple of SegmentFigure
        In the order of their numbers.
    territories : tuple of TerritoryFigure
        LAD, LCX, RCA.
    summed, summed_20 : SummedScore
        SSS at stress, SRS at rest.
    """

    state: State
    chosen: ChosenLimits
    scaled_percent: MapArray
    scores: MapArray
    below_limit: MaskArray
    deviations: MapArray
    valid: MaskArray
    scale_factor: float
    extent_percent: float
    tpd_percent: float
    severity: float
    defect_normal_percent: float | None
    segments: tuple[SegmentFigure, ...]
    segments_20: tuple[SegmentFigure, ...]
    territories: tuple[TerritoryFigure, ...]
    summed: SummedScore
    summed_20: SummedScore

    def __post_init__(self) -> None:
        for name, dtype in (
            ("scaled_percent", "float32"),
            ("scores", "float32"),
            ("deviations", "float32"),
            ("below_limit", "bool"),
            ("valid", "bool"),
        ):
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))

    def __repr__(self) -> str:
        return (
            f"StateFigures({self.state.value}, TPD {self.tpd_percent:.1f} %, extent "
            f"{self.extent_percent:.1f} %, summed score {self.summed.total})"
        )

    @property
    def has_defect(self) -> bool:
        """Whether figures show a defect: words must not tell one that they do not.

        A few samples below the limit are none where the deficit is normal and the
        summed score is at most 1.
        """
        if self.extent_percent <= 0:
            return False
        is_normal = band_of_tpd(self.tpd_percent) is Band.NORMAL
        return not is_normal or self.summed.total >= LEAST_SCORE

    @property
    def size(self) -> DefectSize:
        """Small, medium or large, by the extent; none where there is no defect."""
        if not self.has_defect:
            return DefectSize.NONE
        return size_word(self.extent_percent)

    @property
    def depth(self) -> Band:
        """Mild, moderate or severe, by the mean score of what is below the limit."""
        if not self.has_defect:
            return Band.NORMAL
        return severity_word(4.0 * self.tpd_percent / self.extent_percent)
