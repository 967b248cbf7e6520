"""Whether a colour table that the user named can be the one of the picture.

A name is easily mistaken, and every colour has a nearest one in every table. So the
table must explain the disc's colours, about as well as any other of the catalogue, and
a bar that explains them too must say the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from myomap.colortable import (
    ColorScale,
    ScaleFit,
    fit_scale,
    nearest_on_scale,
    recognise_scale,
)
from myomap.geometry import FloatArray
from myomap.records import Caution, PictureArray
from myomap.screenshot.color_bar import ColorBar
from myomap.screenshot.scale_choice import ScaleChoice, bar_choice

__all__ = ["ToldScale", "told_scale"]

SURE_LOG_ODDS = 50.0

# Compression sets the colours of the table that was used up to ten units beside it;
# of a wrong one hardly any table's lie nearer.
_LARGEST_OFFSET = 12.0
_MUCH_BETTER = 2.0
_SAME_POINTS = 3.0
_MOST_APART_POINTS = 6.0
_DOUBTED_CONFIDENCE = 0.5
_LEAST_OF_TABLE = 0.85
# A bar whose dark end lies below is upright; one with it above tells little.
_SURE_BAR_LOG_ODDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToldScale:
    """What became of a scale that was named.

    Parameters
    ----------
    choice : ScaleChoice or None
        The scale, less sure where the picture's bar says something else; None when
        the disc contradicts it.
    reason : str or None
        Why it cannot be the disc's.
    cautions : tuple of Caution
        What speaks against it.
    """

    choice: ScaleChoice | None
    reason: str | None = None
    cautions: tuple[Caution, ...] = ()


def told_scale(
    colors: PictureArray, scale: ColorScale, bars: Sequence[ColorBar]
) -> ToldScale:
    """Return the scale that was named, as far as the picture bears it out.

    Parameters
    ----------
    colors : (n, 3), uint8
        Colours of the disc, without what was drawn over it.
    scale : ColorScale
        What the user says.
    bars : sequence of ColorBar
        What the picture shows beside the disc.

    Returns
    -------
    ToldScale
        Without a choice when the disc's colours lie far beside the scale, when
        another table of the catalogue explains them far better, or when a bar that
        explains them gives values that differ by more than a few points.
    """
    fit = fit_scale(colors, scale)
    reason = _unexplained(colors, fit)
    if reason is not None:
        return ToldScale(choice=None, reason=reason)
    choice = ScaleChoice(scale=scale, upright_log_odds=SURE_LOG_ODDS, fit=fit)
    bar = bar_choice(colors, bars)
    if bar is None:
        return ToldScale(choice=choice)
    apart, is_turned = _points_apart(colors, scale, bar.scale)
    is_turned = is_turned and bar.upright_log_odds >= _SURE_BAR_LOG_ODDS
    if apart > _MOST_APART_POINTS:
        return ToldScale(
            choice=None,
            reason=(
                f"{_named(scale)} does not agree with the picture's colour bar: their "
                f"values differ by {apart:.0f} points on the average. Expected the "
                "same within a few points: leave the table out and the bar is read, "
                "or cut the bar off."
            ),
        )
    # Within a step of the table a smooth bar goes on rising.
    of_steps = 0.0 if scale.steps is None else 25.0 / scale.steps
    if apart <= _SAME_POINTS + of_steps and not is_turned:
        return ToldScale(choice=choice)
    doubted = replace(scale, confidence=min(scale.confidence, _DOUBTED_CONFIDENCE))
    return ToldScale(
        choice=replace(choice, scale=doubted),
        cautions=(_bar_disagrees(scale, apart, is_turned=is_turned),),
    )


def _unexplained(colors: PictureArray, fit: ScaleFit) -> str | None:
    best = recognise_scale(colors)[0]
    is_worse = (
        not fit.is_good
        and best.is_good
        and _badness(fit) > _MUCH_BETTER * _badness(best)
    )
    if not is_worse and fit.offset <= _LARGEST_OFFSET:
        return None
    found = f"the colours lie {fit.offset:.0f} units of 255 beside it"
    if is_worse and best.scale.name != fit.scale.name:
        found += f", and {best.scale.name!r} explains them better"
    return (
        f"{_named(fit.scale)} does not explain the disc: {found}. Expected colours of "
        "the table: name another one, or none."
    )


def _badness(fit: ScaleFit) -> float:
    return fit.offset + fit.distance + 1.0


def _named(scale: ColorScale) -> str:
    return f"The colour table {scale.name!r}" if scale.name else "The colour scale"


def _points_apart(
    colors: PictureArray, scale: ColorScale, bar: ColorScale
) -> tuple[float, bool]:
    """Return how far apart the values of two scales are, and if one runs backwards."""
    shown = colors[:: max(1, len(colors) // 1000)]
    told, read = (nearest_on_scale(shown, each)[0] for each in (scale, bar))
    same, turned = _apart(told, read), _apart(told, 100.0 - read)
    return min(same, turned), turned < same


def _apart(told: FloatArray, read: FloatArray) -> float:
    # A bar may lack its lowest colours, in black on black: then it is a part of the
    # table, its top the same.
    missing = float(np.median((100.0 - told) / np.maximum(100.0 - read, 5.0)))
    stretched = 100.0 - (100.0 - read) * np.clip(missing, _LEAST_OF_TABLE, 1.0)
    off = [float(np.mean(np.abs(told - each))) for each in (read, stretched)]
    return min(off)


def _bar_disagrees(scale: ColorScale, apart: float, *, is_turned: bool) -> Caution:
    found = "has its low end where the table has its high one"
    if not is_turned:
        found = f"gives values that differ by {apart:.0f} points on the average"
    return Caution(
        code="picture-bar-disagrees",
        message=(
            f"{_named(scale)} was given, and the picture's colour bar {found}: the "
            "values are those of the table and are doubtful."
        ),
    )
