"""What the figures say by rule: the baseline for every model that learns."""

from dataclasses import dataclass
from enum import Enum

from myomap.errors import ConfigError
from myomap.quantification.change import ChangeFigures
from myomap.quantification.state_figures import StateFigures
from myomap.records import Caution

__all__ = ["RuleLabel", "RuleOptions", "RuleVerdict", "rule_verdict"]


class RuleLabel(Enum):
    """What the rule can say."""

    NORMAL = "normal"
    ISCHEMIA = "ischemia"
    INFARCTION = "infarction"
    MIXED = "mixed"
    ABNORMAL = "abnormal"
    """One state alone, or a defect that only rest shows."""

    ABSTAINED = "abstained"
    """Rest alone and normal: stress could still be abnormal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOptions:
    """The borders of the rule.

    Parameters
    ----------
    tpd_abnormal_percent : float, percent
        From which total perfusion deficit on a state is abnormal; 5 in common use.
    sds_ischemia : int or None
        From which summed difference score on a patient is ischemic though the deficit
        is small; below 2 is none in common bands. None leaves it to the deficit.
    ischemia_below, infarction_above : float, 0 to 1
        Fixed fractions below which a defect is called ischemia, and above which
        infarction; mixed between. A proposal, not published.
    viable_above_percent : float or None, percent of the map's reference
        Where a fixed defect keeps more uptake than this at rest, a reason says that
        the wall may be alive; half the maximum is a common border of viability
        (JACC 1998;32:927). None says nothing. The label does not change by it.
    near_percent : float, points of total perfusion deficit
        How close to the border of normal a verdict is borderline.

    Raises
    ------
    ConfigError
        If the borders are not in order.
    """

    tpd_abnormal_percent: float = 5.0
    sds_ischemia: int | None = 2
    ischemia_below: float = 0.25
    infarction_above: float = 0.75
    viable_above_percent: float | None = 50.0
    near_percent: float = 1.0

    def __post_init__(self) -> None:
        in_order = 0.0 <= self.ischemia_below <= self.infarction_above <= 1.0
        if self.sds_ischemia is not None and self.sds_ischemia < 1:
            raise ConfigError(
                "The border of the summed difference is not one: found "
                f"{self.sds_ischemia}, expected at least 1, or None for no border."
            )
        if not in_order or not 0.0 < self.tpd_abnormal_percent < 100.0:
            raise ConfigError(
                f"The borders of the rule are not in order: found "
                f"{self.ischemia_below:g} and {self.infarction_above:g}, and "
                f"{self.tpd_abnormal_percent:g} % for the deficit. Expected 0 to 1, "
                "growing, and 0 to 100."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVerdict:
    """The label, why, and what speaks against it.

    Parameters
    ----------
    label : RuleLabel
        By the rule.
    fixed_fraction : float or None, 0 to 1
        Fixed over fixed and reversible extent; None where it is not known.
    reasons : tuple of str
        One sentence each.
    cautions : tuple of Caution
        What to know before trusting it.
    is_borderline : bool
        Whether the deficit lies close to the border of normal.
    """

    label: RuleLabel
    fixed_fraction: float | None
    reasons: tuple[str, ...]
    cautions: tuple[Caution, ...] = ()
    is_borderline: bool = False


def rule_verdict(
    stress: StateFigures | None,
    rest: StateFigures | None,
    change: ChangeFigures | None,
    options: RuleOptions | None = None,
) -> RuleVerdict:
    """Return what the figures say by rule.

    A stress deficit below the border is normal, unless the scores of the segments
    differ between stress and rest: that is ischemia, or mixed where the defect is
    partly fixed. Above it, the share of the defect that is there at rest too tells
    ischemia, infarction and both apart. Without rest an abnormal stress map stays
    abnormal; without stress a normal rest map says nothing of ischemia.

    Parameters
    ----------
    stress, rest : StateFigures or None
        At least one.
    change : ChangeFigures or None
        Of both; None where one is missing.
    options : RuleOptions, optional
        The borders.

    Returns
    -------
    RuleVerdict
        The same figures give the same verdict.

    Raises
    ------
    ConfigError
        If there are no figures at all, or those of both without their change.
    """
    options = options or RuleOptions()
    if stress is None and rest is None:
        raise ConfigError("No figures were given. Expected those of stress or of rest.")
    if stress is not None and rest is not None:
        if change is None:
            raise ConfigError(
                "Figures of both states were given without their change. Compute it "
                "with quantify_change."
            )
        return _of_both(stress, rest, change, options)
    return _of_one(stress, rest, options)


def _of_one(
    stress: StateFigures | None, rest: StateFigures | None, options: RuleOptions
) -> RuleVerdict:
    only = stress or rest
    if only is None:
        raise TypeError("one state was expected")
    border = options.tpd_abnormal_percent
    told = f"{_deficit(only)}, {_side(only, border)} the border of {border:g} %."
    if only.tpd_percent >= border:
        label = RuleLabel.ABNORMAL
        told += " One state alone does not tell ischemia from infarction."
    elif stress is not None:
        label = RuleLabel.NORMAL
    else:
        label = RuleLabel.ABSTAINED
        told += " Rest alone says nothing of ischemia."
    return RuleVerdict(
        label=label,
        fixed_fraction=None,
        reasons=(told,),
        is_borderline=_is_near(only, options),
    )


def _of_both(
    stress: StateFigures,
    rest: StateFigures,
    change: ChangeFigures,
    options: RuleOptions,
) -> RuleVerdict:
    border = options.tpd_abnormal_percent
    told = f"{_deficit(stress)}, {_side(stress, border)} the border of {border:g} %."
    cautions: tuple[Caution, ...] = ()
    if rest.tpd_percent - stress.tpd_percent >= border:
        cautions = (_WORSE_AT_REST,)
    if stress.tpd_percent < border and _changes(change, options):
        fraction = change.fixed_fraction or 0.0
        is_mixed = fraction >= options.ischemia_below
        changed = f"The summed difference score is {change.summed_difference}."
        return RuleVerdict(
            label=RuleLabel.MIXED if is_mixed else RuleLabel.ISCHEMIA,
            fixed_fraction=fraction,
            reasons=(told, changed),
            cautions=cautions,
            is_borderline=True,
        )
    if stress.tpd_percent < border:
        is_abnormal = rest.tpd_percent >= border
        label = RuleLabel.ABNORMAL if is_abnormal else RuleLabel.NORMAL
        reasons = (told, f"{_deficit(rest)}.") if is_abnormal else (told,)
        return RuleVerdict(
            label=label,
            fixed_fraction=None,
            reasons=reasons,
            cautions=cautions,
            is_borderline=_is_near(stress, options),
        )
    fraction = change.fixed_fraction or 0.0
    label = _kind(fraction, options)
    told_why = [told, f"{100 * fraction:.0f} % of the defect is there at rest too."]
    if label is not RuleLabel.ISCHEMIA:
        told_why += _viability(rest, options)
    return RuleVerdict(
        label=label,
        fixed_fraction=fraction,
        reasons=tuple(told_why),
        cautions=cautions,
        is_borderline=_is_near(stress, options),
    )


_WORSE_AT_REST = Caution(
    code="worse-at-rest",
    message=(
        "The defect is larger at rest than at stress. Look at both maps: stress and "
        "rest may be exchanged, or an artefact lies at rest."
    ),
)


def _changes(change: ChangeFigures, options: RuleOptions) -> bool:
    """Return whether segments differ enough to speak of ischemia for that alone."""
    least = options.sds_ischemia
    return least is not None and change.summed_difference >= least


def _kind(fraction: float, options: RuleOptions) -> RuleLabel:
    if fraction < options.ischemia_below:
        return RuleLabel.ISCHEMIA
    if fraction > options.infarction_above:
        return RuleLabel.INFARCTION
    return RuleLabel.MIXED


def _viability(rest: StateFigures, options: RuleOptions) -> list[str]:
    if options.viable_above_percent is None or not rest.below_limit.any():
        return []
    found = rest.scaled_percent[rest.below_limit] / rest.scale_factor
    lowest = float(found.min())
    if lowest <= options.viable_above_percent:
        return []
    return [
        f"At rest the defect keeps at least {lowest:.0f} % of the reference uptake: "
        "the wall may be alive, or the defect be weakened by tissue."
    ]


def _deficit(figures: StateFigures) -> str:
    return f"{figures.state.value.capitalize()} deficit {figures.tpd_percent:.1f} %"


def _side(figures: StateFigures, border: float) -> str:
    return "below" if figures.tpd_percent < border else "not below"


def _is_near(figures: StateFigures, options: RuleOptions) -> bool:
    away = abs(figures.tpd_percent - options.tpd_abnormal_percent)
    return away < options.near_percent
