"""The loops of the system model, compiled.

Axes: activity (x, y, z), one view's projection (column j, z), with z contiguous: one
bilinear weight serves a whole line of slices, and the innermost loops run along it.
Plane k = n - 1 is nearest to the detector. Only points (k, j) in the circle
inscribed in the grid are visited; attenuation factors are counted along them, plane
by plane.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.camera.compiled import compiled

__all__ = [
    "FULL_SCALE",
    "KernelView",
    "attenuation_of_view",
    "back_project_view",
    "project_view",
]

Array: TypeAlias = NDArray[np.float32]
FactorArray: TypeAlias = NDArray[np.uint16]
Weights: TypeAlias = tuple[np.float32, np.float32, np.float32, np.float32]

FULL_SCALE = 65535.0
"""Stored integer of an attenuation factor of one."""

# Keeps far-off tails above the range where processors slow down a hundredfold.
TINY = np.float32(1e-30)


class KernelView(NamedTuple):
    """What the kernels need to know of one view.

    Parameters
    ----------
    cosine, sine : float
        Of the direction from the axis of rotation to the detector.
    first : (plane,), int
        First column inside the circle, in every plane.
    level : (plane,), int
        How many steps of blur every plane takes at least; never growing with k.
    share : (plane,), float32
        Part of the plane that takes one step more.
    tap_j, tap_z : float32
        Outer of the three taps of one step, along j and along z.
    """

    cosine: float
    sine: float
    first: NDArray[np.int64]
    level: NDArray[np.int64]
    share: Array
    tap_j: np.float32
    tap_z: np.float32


@compiled
def corner(at: float, n: int) -> tuple[int, np.float32]:
    """Return the lower of the two indices around a position, and the fraction."""
    index = min(max(int(np.floor(at)), 0), n - 2)
    return index, np.float32(min(max(at - index, 0.0), 1.0))


@compiled
def rotated(view: KernelView, k: int, j: int, n: int) -> tuple[int, int, Weights]:
    """Return where a point of the turned grid lies, and its bilinear weights."""
    centre = (n - 1) / 2.0
    across, along = j - centre, k - centre
    x, a = corner(centre + along * view.cosine - across * view.sine, n)
    y, b = corner(centre + along * view.sine + across * view.cosine, n)
    one = np.float32(1.0)
    return x, y, ((one - a) * (one - b), (one - a) * b, a * (one - b), a * b)


@compiled
def gather(
    volume: Array,
    point: tuple[int, int, Weights],
    factor: FactorArray,
    share: np.float32,
    sums: tuple[Array, Array],
) -> None:
    """Add a sampled, attenuated line in parts to two sums."""
    x, y, (w00, w01, w10, w11) = point
    l00, l01 = volume[x, y], volume[x, y + 1]
    l10, l11 = volume[x + 1, y], volume[x + 1, y + 1]
    more, less = sums
    scale = np.float32(1.0 / FULL_SCALE)
    rest, share = scale * (np.float32(1.0) - share), scale * share
    for z in range(factor.size):
        value = w00 * l00[z] + w01 * l01[z] + w10 * l10[z] + w11 * l11[z]
        value *= np.float32(factor[z])
        more[z] += share * value
        less[z] += rest * value


@compiled
def scatter(
    volume: Array,
    point: tuple[int, int, Weights],
    factor: FactorArray,
    share: np.float32,
    sums: tuple[Array, Array],
) -> None:
    """Add parts of two sums, attenuated, to four lines: the transpose of `gather`."""
    x, y, (w00, w01, w10, w11) = point
    l00, l01 = volume[x, y], volume[x, y + 1]
    l10, l11 = volume[x + 1, y], volume[x + 1, y + 1]
    more, less = sums
    scale = np.float32(1.0 / FULL_SCALE)
    rest, share = scale * (np.float32(1.0) - share), scale * share
    for z in range(factor.size):
        value = np.float32(factor[z]) * (share * more[z] + rest * less[z])
        l00[z] += w00 * value
        l01[z] += w01 * value
        l10[z] += w10 * value
        l11[z] += w11 * value


@compiled
def add(to: Array, line: Array, weight: np.float32) -> None:
    """Add a weighted line."""
    for z in range(line.size):
        to[z] += weight * line[z]


@compiled
def spread(plane: Array, scratch: Array, tap_j: np.float32, tap_z: np.float32) -> None:
    """Blur a plane by three taps each way; what leaves at the edges is lost."""
    n, n_z = plane.shape
    keep = np.float32(1.0) - tap_z - tap_z
    for j in range(n):
        line, out = plane[j], scratch[j]
        for z in range(n_z):
            out[z] = keep * line[z]
        add(out[1:], line[:-1], tap_z)
        add(out[:-1], line[1:], tap_z)
    keep = np.float32(1.0) - tap_j - tap_j
    for j in range(n):
        out = plane[j]
        middle = scratch[j]
        for z in range(n_z):
            out[z] = keep * middle[z] + TINY
        if j > 0:
            add(out, scratch[j - 1], tap_j)
        if j < n - 1:
            add(out, scratch[j + 1], tap_j)


@compiled
def fold(view: KernelView, work: Array, n_times: int) -> None:
    """Take one step of blur more with what was gathered so far."""
    more, less, scratch = work[0], work[1], work[2]
    for _ in range(n_times):
        spread(more, scratch, view.tap_j, view.tap_z)
        for j in range(more.shape[0]):
            for z in range(more.shape[1]):
                more[j, z] += less[j, z]
                less[j, z] = 0.0


@compiled
def unfold(view: KernelView, work: Array, n_times: int) -> None:
    """Take one step of blur more on the way back: the transpose of `fold`."""
    more, less, scratch = work[0], work[1], work[2]
    for _ in range(n_times):
        for j in range(more.shape[0]):
            for z in range(more.shape[1]):
                less[j, z] = more[j, z]
        spread(more, scratch, view.tap_j, view.tap_z)


@compiled
def project_view(
    activity: Array, view: KernelView, factors: FactorArray, work: Array
) -> None:
    """Write one view's projection into ``work[0]``.

    ``work[0]`` gathers what takes one step of blur more than ``work[1]``. One line
    of factors serves all points, several are one for each.
    """
    n = activity.shape[0]
    more, less = work[0], work[1]
    for j in range(n):
        more[j, :] = 0.0
        less[j, :] = 0.0
    attenuates = int(factors.shape[0] > 1)
    i_line = 0
    for k in range(n):
        fold(view, work, view.level[max(k - 1, 0)] - view.level[k])
        for j in range(view.first[k], n - view.first[k]):
            point = rotated(view, k, j, n)
            factor = factors[i_line * attenuates]
            gather(activity, point, factor, view.share[k], (more[j], less[j]))
            i_line += 1
    fold(view, work, view.level[n - 1] + 1)


@compiled
def back_project_view(
    activity: Array, view: KernelView, factors: FactorArray, work: Array
) -> None:
    """Add the adjoint of the projection in ``work[0]``, which is used up."""
    n = activity.shape[0]
    more, less = work[0], work[1]
    unfold(view, work, view.level[n - 1] + 1)
    attenuates = int(factors.shape[0] > 1)
    i_plane = factors.shape[0]
    for k in range(n - 1, -1, -1):
        unfold(view, work, view.level[k] - view.level[min(k + 1, n - 1)])
        first = view.first[k]
        i_plane -= n - 2 * first
        for j in range(first, n - first):
            point = rotated(view, k, j, n)
            factor = factors[(i_plane + j - first) * attenuates]
            scatter(activity, point, factor, view.share[k], (more[j], less[j]))


@compiled
def attenuation_of_view(
    thickness: Array, view: KernelView, factors: FactorArray
) -> None:
    """Write what part of the photons of every point reaches the detector.

    `thickness` (x, y, z) is the attenuation of one voxel's depth, without unit. Of a
    point's own voxel half is passed.
    """
    n, n_z = thickness.shape[0], thickness.shape[2]
    passed = np.zeros((n, n_z), np.float32)
    i_plane = factors.shape[0]
    half, scale = np.float32(0.5), np.float32(FULL_SCALE)
    for k in range(n - 1, -1, -1):
        first = view.first[k]
        i_plane -= n - 2 * first
        for j in range(first, n - first):
            x, y, (w00, w01, w10, w11) = rotated(view, k, j, n)
            l00, l01 = thickness[x, y], thickness[x, y + 1]
            l10, l11 = thickness[x + 1, y], thickness[x + 1, y + 1]
            so_far, factor = passed[j], factors[i_plane + j - first]
            for z in range(n_z):
                own = w00 * l00[z] + w01 * l01[z] + w10 * l10[z] + w11 * l11[z]
                depth = so_far[z] + half * own
                so_far[z] += own
                factor[z] = np.uint16(scale * np.exp(-depth) + half)
