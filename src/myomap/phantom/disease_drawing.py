"""Random disease: which arteries, how much of their territory, and in which state."""

from dataclasses import dataclass, replace

import numpy as np

from myomap.phantom.coronaries import Coronaries
from myomap.phantom.lesion import Lesion
from myomap.phantom.two_states import Disease
from myomap.records import Territory

__all__ = ["DrawnDisease", "draw_disease"]

_SHARES = {
    Disease.NORMAL: 0.35,
    Disease.ISCHEMIA: 0.25,
    Disease.INFARCTION: 0.20,
    Disease.MIXED: 0.20,
}
_ARTERIES = (Territory.LAD, Territory.LCX, Territory.RCA)
_ARTERY_SHARES = (0.45, 0.22, 0.33)
_VESSEL_SHARES = (0.68, 0.25, 0.07)
_BALANCED_SHARE = 0.07
_SIZE_SHARES = (0.25, 0.40, 0.35)
_AROUND_MM = ((10.0, 17.0), (18.0, 32.0), (34.0, 75.0))
_ALONG_MM = ((11.0, 20.0), (21.0, 38.0), (38.0, 90.0))
_SEVERE_UPTAKE = 0.6
_SEVERE_MM = 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDisease:
    """What is wrong with a patient.

    Parameters
    ----------
    disease : Disease
        Its class.
    stress, rest : tuple of Lesion
        In each state.
    balanced : bool
        Whether all three arteries fail alike, so that no wall stands out.
    tid_ratio : float
        Cavity volume at stress over that at rest.
    enlarged : float
        Cavity at rest over a healthy one.
    """

    disease: Disease
    stress: tuple[Lesion, ...]
    rest: tuple[Lesion, ...]
    balanced: bool
    tid_ratio: float
    enlarged: float


def draw_disease(
    rng: np.random.Generator, coronaries: Coronaries, disease: Disease | None = None
) -> DrawnDisease:
    """Draw what is wrong with a patient.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    coronaries : Coronaries
        Territories to fall ill.
    disease : Disease or None
        None draws one: 35 % normal, 25 % ischemia, 20 % infarction, 20 % mixed.

    Returns
    -------
    DrawnDisease
        A quarter of all lesions are small: 20 to 34 mm across. Uptake is 0.3 to 0.8 of
        normal in ischemia and 0.05 to 0.55 in infarction, a third of which spares the
        outer part of the wall.

    Notes
    -----
    Without disease the cavity at stress is 1.00 ± 0.06 of that at rest. Severe
    ischemia, large or in several arteries, enlarges it to 1.15 to 1.5 in two of three
    patients: upper limits of normal lie between 1.19 and 1.36 [1]_.

    References
    ----------
    .. [1] Abidov A et al. Transient ischemic dilation ratio of the left ventricle is a
       significant predictor of future cardiac events. J Am Coll Cardiol
       2003;42:1818-1825.
    """
    kind = disease or _drawn_disease(rng)
    balanced = kind is Disease.ISCHEMIA and rng.random() < _BALANCED_SHARE
    stress: tuple[Lesion, ...] = ()
    rest: tuple[Lesion, ...] = ()
    if balanced:
        stress = _balanced(rng, coronaries)
    elif kind is not Disease.NORMAL:
        stress, rest = _draw_lesions(rng, coronaries, kind)
    return DrawnDisease(
        disease=kind,
        stress=stress,
        rest=rest,
        balanced=balanced,
        tid_ratio=_draw_tid(rng, kind, stress),
        enlarged=_draw_enlargement(rng, rest),
    )


def _drawn_disease(rng: np.random.Generator) -> Disease:
    index = rng.choice(len(_SHARES), p=list(_SHARES.values()))
    return list(_SHARES)[int(index)]


def _draw_lesions(
    rng: np.random.Generator, coronaries: Coronaries, kind: Disease
) -> tuple[tuple[Lesion, ...], tuple[Lesion, ...]]:
    """Return the lesions at stress and at rest."""
    n_vessels = 1 + int(rng.choice(len(_VESSEL_SHARES), p=_VESSEL_SHARES))
    chosen = rng.choice(len(_ARTERIES), n_vessels, replace=False, p=_ARTERY_SHARES)
    shapes = [_draw_shape(rng, coronaries, _ARTERIES[int(i)]) for i in chosen]
    if kind is Disease.ISCHEMIA:
        return tuple(_ischemic(rng, shape) for shape in shapes), ()
    scars = tuple(_scarred(rng, shape) for shape in shapes)
    if kind is Disease.INFARCTION:
        return scars, scars
    if n_vessels > 1 and rng.random() < 0.5:
        # A scar of one artery, and another artery that fails only under stress.
        return (scars[0], *(_ischemic(rng, s) for s in shapes[1:])), scars[:1]
    return tuple(_around_scar(rng, scar) for scar in scars), scars


def _draw_shape(
    rng: np.random.Generator, coronaries: Coronaries, territory: Territory
) -> Lesion:
    low, high = _sector_deg(coronaries, territory)
    size = int(rng.choice(len(_SIZE_SHARES), p=_SIZE_SHARES))
    room = (0.25, 0.75) if size else (0.35, 0.65)
    reaches_apex = territory is Territory.LAD
    return Lesion(
        territory=territory,
        angle_deg=low + float(rng.uniform(*room)) * (high - low),
        fraction=float(
            rng.uniform(0.45, 0.95) if reaches_apex else rng.uniform(0.25, 0.75)
        ),
        around_mm=float(rng.uniform(*_AROUND_MM[size])),
        along_mm=float(rng.uniform(*_ALONG_MM[size])),
        border_mm=float(rng.uniform(4.0, 12.0)),
    )


def _sector_deg(coronaries: Coronaries, territory: Territory) -> tuple[float, float]:
    anterolateral = coronaries.anterolateral_deg[0]
    inferoseptal = coronaries.inferoseptal_deg[0]
    inferolateral = coronaries.inferolateral_deg[0]
    return {
        Territory.LAD: (anterolateral, inferoseptal),
        Territory.RCA: (inferoseptal, inferolateral),
        Territory.LCX: (inferolateral - 360.0, anterolateral),
    }[territory]


def _ischemic(rng: np.random.Generator, shape: Lesion) -> Lesion:
    return replace(shape, uptake=float(rng.uniform(0.3, 0.8)))


def _scarred(rng: np.random.Generator, shape: Lesion) -> Lesion:
    is_partial = rng.random() < 0.33
    return replace(
        shape,
        uptake=float(rng.uniform(0.05, 0.55)),
        transmural_fraction=float(rng.uniform(0.45, 0.8)) if is_partial else 1.0,
    )


def _around_scar(rng: np.random.Generator, scar: Lesion) -> Lesion:
    """Return what fails under stress in and around a scar: wider and deeper."""
    return replace(
        scar,
        around_mm=scar.around_mm * float(rng.uniform(1.15, 1.8)),
        along_mm=scar.along_mm * float(rng.uniform(1.15, 1.8)),
        uptake=scar.uptake * float(rng.uniform(0.4, 0.85)),
        transmural_fraction=1.0,
    )


def _balanced(rng: np.random.Generator, coronaries: Coronaries) -> tuple[Lesion, ...]:
    """Return all three territories as a whole, failing about alike."""
    uptake = float(rng.uniform(0.5, 0.75))
    lesions = []
    for territory in _ARTERIES:
        low, high = _sector_deg(coronaries, territory)
        lesions.append(
            Lesion(
                territory=territory,
                angle_deg=(low + high) / 2,
                fraction=0.6,
                uptake=float(np.clip(uptake + rng.normal(0.0, 0.03), 0.3, 0.85)),
            )
        )
    return tuple(lesions)


def _draw_tid(
    rng: np.random.Generator, kind: Disease, stress: tuple[Lesion, ...]
) -> float:
    severe = [
        lesion
        for lesion in stress
        if lesion.uptake < _SEVERE_UPTAKE and lesion.around_mm > _SEVERE_MM
    ]
    ratio = 1.0 + 0.06 * float(np.clip(rng.normal(), -2.3, 2.3))
    can_dilate = kind in (Disease.ISCHEMIA, Disease.MIXED)
    extensive = bool(severe) or len(stress) > 1
    if can_dilate and extensive and rng.random() < 0.67:
        ratio = float(rng.uniform(1.15, 1.5))
    return ratio


def _draw_enlargement(rng: np.random.Generator, rest: tuple[Lesion, ...]) -> float:
    """Return by how much a scarred heart is dilated."""
    if not rest:
        return 1.0
    return float(rng.uniform(1.0, 1.2 + 0.5 * min(rest[0].around_mm / 75.0, 1.0)))
