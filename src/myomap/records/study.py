"""What belongs together: the inputs of one patient, and what they are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from myomap.records.attenuation_map import AttenuationMap
from myomap.records.caution import Caution
from myomap.records.ct_volume import CtVolume
from myomap.records.gating import Gating
from myomap.records.picture import Picture
from myomap.records.polar_map import PolarMap
from myomap.records.projections import Projections
from myomap.records.vocabulary import InputKind, Sex, State
from myomap.records.volume import Volume

__all__ = [
    "AcquisitionFacts",
    "Evidence",
    "InputData",
    "LeftOut",
    "Study",
    "StudyInput",
]

InputData: TypeAlias = Projections | Volume | PolarMap | CtVolume | AttenuationMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason to call an input stress or rest.

    Parameters
    ----------
    source : str
        Where it was read: a DICOM keyword, ``"option"``, ``"file name"``.
    found : str
        The word or code that was found there, cleared of everything else.
    state : State
        What it speaks for.
    """

    source: str
    found: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionFacts:
    """What the header says of the acquisition; None where it is silent.

    Parameters
    ----------
    manufacturer, camera : str or None
        Maker and model.
    tracer : str or None
        Radiopharmaceutical.
    dose : float or None
        Injected activity in the unit of the maker, who may write Bq for MBq: for
        ratios of one study's injections alone.
    collimator : str or None
        Kind, LEHR or LEAP, of raw projections.
    attenuation_corrected : bool or None
        Whether attenuation was corrected.
    n_gates : int
        Gates the object held; a gated volume is summed over them.
    gating : Gating or None
        Beats of a gated object, where its header tells of them.
    acquired_at : datetime or None
        Start of the acquisition; used to order inputs, never written out.
    acquired_on : date or None
        Day of the acquisition, or of the study where the header names no other.
    is_simulated : bool
        Whether the object says that it was simulated and shows no person.
    """

    manufacturer: str | None = None
    camera: str | None = None
    tracer: str | None = None
    dose: float | None = None
    collimator: str | None = None
    attenuation_corrected: bool | None = None
    n_gates: int = 1
    gating: Gating | None = None
    acquired_at: datetime | None = None
    acquired_on: date | None = None
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyInput:
    """One input with what is known of it.

    Parameters
    ----------
    data : Projections, Volume, PolarMap, CtVolume or AttenuationMap
        The record itself.
    kind : InputKind
        What it turned out to be.
    state : State or None
        Stress or rest; None when nothing tells.
    evidence : tuple of Evidence
        Why the state is what it is, contradictions included.
    facts : AcquisitionFacts
        What the header says.
    sha256 : str
        Of the file's bytes, in hexadecimal; of a CT, of its slices' sums in order.
    sop_instance_uid : str or None
        Of a DICOM object; None of a CT, which is made of many.
    cautions : tuple of Caution
        What is doubtful about this input.
    frame_of_reference_uid : str or None
        Two inputs with the same one lie in one coordinate system; None when the
        header does not tell.
    is_asked_map : bool
        Whether the user gave it for attenuation; it then comes before all others.
    colors : Picture or None
        Of a map that was read from a picture: its disc as it was on the screen,
        cropped, and black around it.
    place_px : four floats or None, pixels
        Of such a map: centre (x, y) and radius (across, up) on the whole picture; a
        whole number is the centre of a pixel.
    color_scale : str or None
        Of such a map: the name of the colour table that it was read with, ``"bar"``
        for a colour bar of the picture's own, ``"unknown"`` where neither was there.
    reference : str or None
        Of such a map: what its 100 % is, in words; None where the user said it.
    gates : tuple of Volume
        Of a gated volume: every gate in the order of the beat, on the grid of the
        sum. Empty for all else, raw projections too, which hold theirs themselves.
    """

    data: InputData
    kind: InputKind
    state: State | None
    evidence: tuple[Evidence, ...]
    facts: AcquisitionFacts
    sha256: str
    sop_instance_uid: str | None = None
    cautions: tuple[Caution, ...] = ()
    frame_of_reference_uid: str | None = None
    is_asked_map: bool = False
    colors: Picture | None = None
    place_px: tuple[float, float, float, float] | None = None
    color_scale: str | None = None
    reference: str | None = None
    gates: tuple[Volume, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that was found and is of no use.

    Parameters
    ----------
    name : str
        Its path below what was given. It can hold a name: for the terminal of the
        person who gave it, never for a report, a log or a result file.
    reason : str
        One sentence, without patient identity.
    is_fault : bool
        Whether it looks like a part of the study and is broken, rather than something
        else that lay there.
    is_copy : bool
        Whether the same was read from another file.
    """

    name: str
    reason: str
    is_fault: bool = False
    is_copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Study:
    """The inputs of one patient.

    Parameters
    ----------
    inputs : tuple of StudyInput
        Everything of use.
    left_out : tuple of LeftOut
        Everything of no use, with the reason.
    sex : Sex or None
        If known.
    age_years : float or None
        If known.
    cautions : tuple of Caution
        What is doubtful about the study as a whole.
    """

    inputs: tuple[StudyInput, ...]
    left_out: tuple[LeftOut, ...] = ()
    sex: Sex | None = None
    age_years: float | None = None
    cautions: tuple[Caution, ...] = ()

    def __repr__(self) -> str:
        names = [
            f"{i.state.value if i.state else 'state unknown'} {i.kind.value}"
            for i in self.inputs
        ]
        return f"Study({', '.join(names)}; {len(self.left_out)} left out)"

    @property
    def is_simulated(self) -> bool:
        """Whether any input says that it was simulated."""
        return any(item.facts.is_simulated for item in self.inputs)

    def of_state(self, state: State | None) -> tuple[StudyInput, ...]:
        """Return the inputs of one state.

        Parameters
        ----------
        state : State or None
            Stress, rest, or None for those of unknown state.

        Returns
        -------
        tuple of StudyInput
            In the order they were found.
        """
        return tuple(item for item in self.inputs if item.state is state)
