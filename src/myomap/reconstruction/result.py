"""What a reconstruction hands back, and how it tells its progress."""

from dataclasses import dataclass

from myomap.reconstruction.motion import ViewMotion
from myomap.reconstruction.options import ReconstructionOptions, ScatterMethod
from myomap.records import Caution, Projections, Volume

__all__ = ["Placement", "Progress", "Reconstruction", "placement_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the axis of rotation lies in the patient.

    Parameters
    ----------
    centre_mm : (3,), mm, LPS
        The point of the axis at the middle of the views' rows; the origin where
        nothing tells. It matters beside an attenuation map from another object.
    frame_of_reference_uid : str or None
        Of these coordinates; None when it is not known.
    """

    centre_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    frame_of_reference_uid: str | None = None


def placement_of(projections: Projections) -> Placement:
    """Return where the projections themselves say that the axis lies.

    Parameters
    ----------
    projections : Projections
        With what their header tells.

    Returns
    -------
    Placement
        At the origin where nothing tells.
    """
    frame = projections.frame_of_reference_uid
    if projections.axis_position_mm is None:
        return Placement(frame_of_reference_uid=frame)
    left, back, up = (float(mm) for mm in projections.axis_position_mm)
    return Placement(centre_mm=(left, back, up), frame_of_reference_uid=frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long computation has come.

    Parameters
    ----------
    done, total : int
        Steps, of about equal length.
    stage : str
        What is being done, in a few words.
    """

    done: int
    total: int
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reconstruction:
    """A volume, and what has been corrected in it.

    Parameters
    ----------
    volume : Volume
        Of all gates together, filtered: counts a view of mean duration that each
        voxel would give at the start of the acquisition, without attenuation where it
        was corrected.
    gates : tuple of Volume
        Of every gate alone, on the same grid; empty for ungated data.
    protocol : ReconstructionOptions
        What was asked for.
    cautions : tuple of Caution
        What is doubtful.
    attenuation_corrected, blur_corrected, decay_corrected : bool
        What was modelled.
    scatter : ScatterMethod
        Where the scatter that was corrected came from; never ``AUTO``.
    motion : ViewMotion or None
        Shifts found between the views; None where none were looked for.
    """

    volume: Volume
    gates: tuple[Volume, ...]
    protocol: ReconstructionOptions
    cautions: tuple[Caution, ...]
    attenuation_corrected: bool
    blur_corrected: bool
    decay_corrected: bool
    scatter: ScatterMethod
    motion: ViewMotion | None

    @property
    def motion_corrected(self) -> bool:
        """Whether shifts along the body were looked for and taken out."""
        return self.protocol.corrects_motion and self.motion is not None
