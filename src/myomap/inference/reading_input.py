"""What the reading network sees of a patient: maps and circumstances as channels."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapSource,
    PolarMap,
    Sex,
    frozen_array,
    require_shape,
)

__all__ = [
    "CHANNELS",
    "MAP_OUTPUTS",
    "UPTAKE_SPREAD",
    "ChannelArray",
    "MapPairs",
    "channels_of",
    "pair_of_maps",
    "scaled",
    "unscaled",
]

ChannelArray: TypeAlias = NDArray[np.float32]

CHANNELS: Final = (
    "stress", "stress is known", "rest", "rest is known", "wall area", "ring",
    "sine", "cosine", "sex", "attenuation corrected", "picture", "dilation",
)  # fmt: skip
"""In this order; what is not known of the circumstances is 0."""

MAP_OUTPUTS: Final = (
    "none", "reversible", "fixed", "normal stress", "normal rest",
    "remade stress", "remade rest",
)  # fmt: skip
"""What the network draws: three scores of a sample, the maps that the patient would
have without disease, and its own picture of what it was shown, without noise."""

UPTAKE_SPREAD: Final = 3.0
"""By what shares of a map's brightest twentieth are multiplied for the network."""

_QUANTILE = 0.95
_MIDDLE = 0.8
_AREA_SPREAD, _DILATION_SPREAD = 2.0, 4.0
_MOST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapPairs:
    """Maps of patients at stress and rest, and how they were made.

    Parameters
    ----------
    uptake : (patient, 2, 32, 72), float32
        Stress and rest in any scale; 0 where a state is not there.
    known : (patient, 2, 32, 72), bool
        Valid samples; nowhere true for a state that is not there.
    area : (patient, 2, 32, 72), float32
        Wall of every sample, cm²; 0 all over where only a picture or an array is
        there, which tells no millimetres.
    sex : (patient,), float32
        1 women, -1 men, 0 not known.
    corrected : (patient,), float32
        1 attenuation corrected, -1 not, 0 not known.
    picture : (patient,), float32
        1 for maps out of a picture, else 0.
    """

    uptake: NDArray[np.float32]
    known: NDArray[np.bool_]
    area: NDArray[np.float32]
    sex: NDArray[np.float32]
    corrected: NDArray[np.float32]
    picture: NDArray[np.float32]

    def __post_init__(self) -> None:
        maps: tuple[int | None, ...] = (None, 2, N_RINGS, N_ANGLES)
        for name in ("uptake", "known", "area"):
            require_shape(name, getattr(self, name), maps)
        for name in ("sex", "corrected", "picture"):
            require_shape(name, getattr(self, name), (len(self.uptake),))


def pair_of_maps(
    stress: PolarMap | None,
    rest: PolarMap | None,
    *,
    sex: Sex | None,
    attenuation_corrected: bool | None,
) -> MapPairs:
    """Return one patient's maps as the network is shown them.

    Parameters
    ----------
    stress, rest : PolarMap or None
        At least one of them.
    sex : Sex or None
        If known.
    attenuation_corrected : bool or None
        If known.

    Returns
    -------
    MapPairs
        Of one patient.

    Raises
    ------
    InputError
        If there is no map.
    """
    given = [each for each in (stress, rest) if each is not None]
    if not given:
        raise InputError("There is no map to read. Expected one or two.")
    shape = (1, 2, N_RINGS, N_ANGLES)
    uptake, area = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    known = np.zeros(shape, np.bool_)
    has_mm = all(
        each.source in (MapSource.VOLUME, MapSource.SIMULATION) for each in given
    )
    for index, found in enumerate((stress, rest)):
        if found is not None:
            known[0, index] = found.valid
            uptake[0, index] = found.uptake_percent * found.valid
            area[0, index] = found.area_cm2 if has_mm else 0.0
    return MapPairs(
        uptake=uptake,
        known=known,
        area=area,
        sex=_signed(None if sex is None else sex is Sex.FEMALE),
        corrected=_signed(attenuation_corrected),
        picture=np.array(
            [any(each.source is MapSource.PICTURE for each in given)], np.float32
        ),
    )


def channels_of(pairs: MapPairs) -> tuple[ChannelArray, ChannelArray]:
    """Return what the network is shown, and the scale of every map.

    Each map is taken in shares of its own brightest twentieth: neither a station's
    scale nor the scale of the other state matters.

    Parameters
    ----------
    pairs : MapPairs
        Of any number of patients.

    Returns
    -------
    channels : (patient, channel, 32, 72), float32
        In the order of `CHANNELS`.
    scale : (patient, 2), float32
        What was 1 in each map; 1 where a state is not there.

    Examples
    --------
    >>> from myomap.phantom import draw_patient, quick_maps
    >>> patient = draw_patient(np.random.default_rng(1))
    >>> maps = list(quick_maps(patient).values())
    >>> pairs = pair_of_maps(*maps, sex=None, attenuation_corrected=True)
    >>> channels_of(pairs)[0].shape
    (1, 12, 32, 72)
    """
    n = len(pairs.uptake)
    scale = _brightest(pairs.uptake, pairs.known)
    seen = scaled(pairs.uptake, scale) * pairs.known
    shown = np.zeros((n, len(CHANNELS), N_RINGS, N_ANGLES), np.float32)
    shown[:, 0], shown[:, 2] = seen[:, 0], seen[:, 1]
    shown[:, 1], shown[:, 3] = pairs.known[:, 0], pairs.known[:, 1]
    area, dilation = _area_channels(pairs.area)
    shown[:, 4] = area
    shown[:, 5:8] = _places()
    for index, each in (
        (8, pairs.sex), (9, pairs.corrected), (10, pairs.picture), (11, dilation),
    ):  # fmt: skip
        shown[:, index] = each[:, None, None]
    return shown, scale


def scaled(uptake: NDArray[np.float32], scale: NDArray[np.float32]) -> ChannelArray:
    """Return uptake as the network counts it.

    Parameters
    ----------
    uptake : (patient, 2, 32, 72)
        In any scale.
    scale : (patient, 2)
        What is 1.

    Returns
    -------
    same shape
        Around 0 for usual uptake.
    """
    share = uptake / scale[:, :, None, None]
    found: ChannelArray = ((np.minimum(share, _MOST) - _MIDDLE) * UPTAKE_SPREAD).astype(
        np.float32
    )
    return found


def unscaled(counted: ChannelArray, scale: NDArray[np.float32]) -> ChannelArray:
    """Return uptake in its own scale again; never below 0.

    Parameters
    ----------
    counted : (patient, 2, 32, 72)
        As `scaled` gives it.
    scale : (patient, 2)
        What was 1.

    Returns
    -------
    same shape
        The inverse of `scaled`.
    """
    share = np.maximum(counted / UPTAKE_SPREAD + _MIDDLE, 0.0)
    found: ChannelArray = (share * scale[:, :, None, None]).astype(np.float32)
    return found


def _signed(flag: bool | None) -> NDArray[np.float32]:
    return np.array([0.0 if flag is None else 1.0 if flag else -1.0], np.float32)


def _brightest(
    uptake: NDArray[np.float32], known: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return (patient, 2): the quantile of the known samples; 1 where it is nothing."""
    flat = np.where(known, uptake, np.inf).reshape(*uptake.shape[:2], -1)
    ordered = np.sort(flat, axis=2)
    n_known = known.reshape(flat.shape).sum(axis=2)
    index = np.clip((_QUANTILE * n_known).astype(np.int64), 0, flat.shape[2] - 1)
    found = np.take_along_axis(ordered, index[..., None], axis=2)[..., 0]
    is_scale = np.isfinite(found) & (found > 0)
    return frozen_array(np.where(is_scale, found, 1.0), np.float32)


def _area_channels(
    area: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the log of the wall's relative area, and of its growth under stress."""
    is_known = area.reshape(*area.shape[:2], -1).min(axis=2) > 0
    safe = np.where(area > 0, area, 1.0)
    relative = np.log(safe / safe.mean(axis=(2, 3), keepdims=True))
    one = np.where(is_known[:, :1, None, None], relative[:, :1], relative[:, 1:])[:, 0]
    either = is_known.any(axis=1)
    sums = safe.sum(axis=(2, 3))
    growth = _DILATION_SPREAD * np.log(sums[:, 0] / sums[:, 1])
    return (
        (np.clip(one, -_MOST, _MOST) / _AREA_SPREAD * either[:, None, None]).astype(
            np.float32
        ),
        (np.clip(growth, -_MOST, _MOST) * is_known.all(axis=1)).astype(np.float32),
    )


def _places() -> ChannelArray:
    rings = np.linspace(-1.0, 1.0, N_RINGS)
    angles = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)
    ring, angle = np.meshgrid(rings, angles, indexing="ij")
    return np.stack([ring, np.sin(angle), np.cos(angle)]).astype(np.float32)
