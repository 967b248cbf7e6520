"""Volumes without a left ventricle: what a finder must refuse.

Some hold nothing, some the rest of a patient, some other organs whose shape comes
near a ventricle's: a brain, a closed shell, kidneys, bowel.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from myomap.phantom.anatomy import Organs, Torso
from myomap.phantom.grid import (
    GridOptions,
    blank_canvas,
    grid_affine,
    mean_over_voxels,
)
from myomap.phantom.imaging import ImagingOptions, image_activity
from myomap.phantom.painting import clip_to_torso, paint_ellipsoid
from myomap.phantom.population import draw_normal
from myomap.phantom.solids import Ellipsoid, Point, require_between
from myomap.records import Volume

__all__ = ["Scene", "SceneKind", "draw_without_ventricle", "render_scene"]


class SceneKind(Enum):
    """What a volume without a ventricle holds."""

    NOISE = "noise"
    UNIFORM_TORSO = "uniform torso"
    TORSO_WITHOUT_HEART = "torso without heart"
    LIVER = "liver"
    GUT = "gut"
    BRAIN = "brain"
    CLOSED_SHELL = "closed shell"
    HOT_SPOTS = "hot spots"
    KIDNEYS = "kidneys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Solids painted one over the other.

    Parameters
    ----------
    kind : SceneKind
        What it shows.
    background : float
        Activity everywhere, or inside the torso when there is one.
    torso : Torso or None
        Outline that everything is cut to; None for no body.
    solids : tuple of Ellipsoid
        In the order of painting.
    """

    kind: SceneKind
    background: float
    torso: Torso | None = None
    solids: tuple[Ellipsoid, ...] = ()

    def __post_init__(self) -> None:
        require_between("background", self.background, 0, 100)


def render_scene(
    scene: Scene,
    grid: GridOptions | None = None,
    imaging: ImagingOptions | None = None,
) -> Volume:
    """Return the transaxial volume that a reconstruction would show of a scene.

    Parameters
    ----------
    scene : Scene
        What to paint.
    grid : GridOptions, optional
        64 x 64 x 64 voxels of 6.5 mm if not given.
    imaging : ImagingOptions, optional
        Counts are scaled as if activity 1 were the wall of a usual ventricle. Without
        a torso nothing attenuates.

    Returns
    -------
    Volume
        Counts, never negative. The same arguments give the same bytes.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> render_scene(draw_without_ventricle(rng, SceneKind.KIDNEYS))
    Volume(64 x 64 x 64, 6.50 x 6.50 x 6.50 mm, patient)
    """
    grid = grid or GridOptions()
    canvas = blank_canvas(grid)
    canvas.activity[...] = scene.background
    for solid in scene.solids:
        paint_ellipsoid(canvas, solid)
    if scene.torso is not None:
        clip_to_torso(canvas, scene.torso)
    activity = Volume(
        counts=mean_over_voxels(canvas.activity), affine=grid_affine(grid)
    )
    imaging = imaging or ImagingOptions()
    if scene.torso is None:
        imaging = replace(imaging, attenuation_corrected=True)
    return image_activity(activity, imaging)


def draw_without_ventricle(rng: np.random.Generator, kind: SceneKind) -> Scene:
    """Draw a scene that holds no left ventricle.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same scene.
    kind : SceneKind
        What it shall show.

    Returns
    -------
    Scene
        For `render_scene`.
    """
    return _DRAWERS[kind](rng)


def _draw(rng: np.random.Generator, lowest: float, highest: float) -> float:
    return float(rng.uniform(lowest, highest))


def _place(rng: np.random.Generator, reach: Point) -> Point:
    x, y, z = (_draw(rng, -r, r) for r in reach)
    return x, y, z


def _draw_noise(rng: np.random.Generator) -> Scene:
    return Scene(kind=SceneKind.NOISE, background=_draw(rng, 0.005, 0.5))


def _draw_uniform_torso(rng: np.random.Generator) -> Scene:
    torso = draw_normal(rng).torso
    return Scene(
        kind=SceneKind.UNIFORM_TORSO, background=_draw(rng, 0.05, 1.0), torso=torso
    )


def _solids_of(organs: Organs) -> tuple[Ellipsoid, ...]:
    solids = [organs.right_lung, organs.left_lung, organs.liver, organs.spleen]
    if organs.stomach is not None:
        solids.append(organs.stomach)
    return (*solids, *organs.gut)


def _draw_torso_without_heart(rng: np.random.Generator) -> Scene:
    patient = draw_normal(rng)
    return Scene(
        kind=SceneKind.TORSO_WITHOUT_HEART,
        background=patient.torso.activity,
        torso=patient.torso,
        solids=_solids_of(patient.organs),
    )


def _draw_liver(rng: np.random.Generator) -> Scene:
    patient = draw_normal(rng)
    x, y, z = patient.organs.liver.centre_mm
    liver = Ellipsoid(
        centre_mm=(x + _draw(rng, -30, 60), y, z + _draw(rng, 0, 120)),
        radii_mm=patient.organs.liver.radii_mm,
        activity=_draw(rng, 0.5, 2.0),
    )
    return Scene(
        kind=SceneKind.LIVER,
        background=patient.torso.activity,
        torso=patient.torso,
        solids=(liver,),
    )


def _draw_gut(rng: np.random.Generator) -> Scene:
    patient = draw_normal(rng)
    loops = tuple(
        Ellipsoid(
            centre_mm=_place(rng, (90, 50, 90)),
            radii_mm=(_draw(rng, 15, 50), _draw(rng, 10, 25), _draw(rng, 10, 30)),
            activity=_draw(rng, 0.3, 2.0),
        )
        for _ in range(int(rng.integers(3, 9)))
    )
    return Scene(
        kind=SceneKind.GUT,
        background=patient.torso.activity,
        torso=patient.torso,
        solids=loops,
    )


def _hollow(
    centre: Point, radii: Point, wall_mm: float, filling: float
) -> tuple[Ellipsoid, Ellipsoid]:
    """Return a closed shell of activity 1: a solid, and what it is filled with."""
    rx, ry, rz = (max(radius - wall_mm, 2.0) for radius in radii)
    return (
        Ellipsoid(centre_mm=centre, radii_mm=radii, activity=1.0),
        Ellipsoid(centre_mm=centre, radii_mm=(rx, ry, rz), activity=filling),
    )


def _draw_brain(rng: np.random.Generator) -> Scene:
    """Draw cortex around white matter, basal ganglia and a cerebellum."""
    half_width, half_length = _draw(rng, 60, 76), _draw(rng, 70, 85)
    half_height = _draw(rng, 45, 68)
    gap, wall = _draw(rng, 2, 8), _draw(rng, 8, 15)
    white = _draw(rng, 0.15, 0.4)
    solids: list[Ellipsoid] = []
    for side in (-1.0, 1.0):
        half = (half_width - gap / 2) / 2
        middle = (side * (gap / 2 + half), 0.0, 0.0)
        solids += _hollow(middle, (half, half_length, half_height), wall, white)
        solids.append(
            Ellipsoid(
                centre_mm=(side * 0.35 * half_width, -5.0, -8.0),
                radii_mm=(9.0, 22.0, 14.0),
                activity=_draw(rng, 0.8, 1.2),
            )
        )
    back = (0.0, 0.6 * half_length, -half_height)
    solids += _hollow(back, (0.7 * half_width, 28.0, 22.0), wall, 0.7)
    return Scene(kind=SceneKind.BRAIN, background=0.01, solids=tuple(solids))


def _draw_closed_shell(rng: np.random.Generator) -> Scene:
    """Draw one closed shell, from the size of a small heart to that of a head."""
    radius = _draw(rng, 20, 85)
    rx, ry, rz = (radius * _draw(rng, 0.8, 1.25) for _ in range(3))
    shell = _hollow(
        _place(rng, (60, 40, 40)),
        (rx, ry, rz),
        _draw(rng, 8, 16),
        _draw(rng, 0.02, 0.3),
    )
    return Scene(
        kind=SceneKind.CLOSED_SHELL, background=_draw(rng, 0.01, 0.08), solids=shell
    )


def _draw_hot_spots(rng: np.random.Generator) -> Scene:
    patient = draw_normal(rng)
    spots = []
    for _ in range(int(rng.integers(1, 8))):
        radius = _draw(rng, 4, 18)
        spots.append(
            Ellipsoid(
                centre_mm=_place(rng, (110, 70, 130)),
                radii_mm=(radius, radius, radius),
                activity=_draw(rng, 0.5, 8.0),
            )
        )
    return Scene(
        kind=SceneKind.HOT_SPOTS,
        background=patient.torso.activity,
        torso=patient.torso,
        solids=tuple(spots),
    )


def _draw_kidneys(rng: np.random.Generator) -> Scene:
    """Draw a pair of kidneys: a bright bark around a dimmer middle."""
    patient = draw_normal(rng)
    height = _draw(rng, -40, 40)
    solids: list[Ellipsoid] = []
    for side in (-1.0, 1.0):
        middle = (side * _draw(rng, 45, 65), _draw(rng, 20, 55), height)
        radii = (_draw(rng, 24, 32), _draw(rng, 22, 28), _draw(rng, 45, 60))
        solids += _hollow(middle, radii, _draw(rng, 10, 14), _draw(rng, 0.3, 0.8))
    return Scene(
        kind=SceneKind.KIDNEYS,
        background=patient.torso.activity,
        torso=patient.torso,
        solids=tuple(solids),
    )


_DRAWERS: dict[SceneKind, Callable[[np.random.Generator], Scene]] = {
    SceneKind.NOISE: _draw_noise,
    SceneKind.UNIFORM_TORSO: _draw_uniform_torso,
    SceneKind.TORSO_WITHOUT_HEART: _draw_torso_without_heart,
    SceneKind.LIVER: _draw_liver,
    SceneKind.GUT: _draw_gut,
    SceneKind.BRAIN: _draw_brain,
    SceneKind.CLOSED_SHELL: _draw_closed_shell,
    SceneKind.HOT_SPOTS: _draw_hot_spots,
    SceneKind.KIDNEYS: _draw_kidneys,
}
