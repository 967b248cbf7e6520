"""CT slices as they are found in, one input a series out."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from myomap.dicom import CtSlice, PatientKey
from myomap.errors import GeometryError, LimitExceededError
from myomap.intake.contents import FileContent
from myomap.intake.ct_stack import stack_ct_slices
from myomap.intake.patients import require_one_patient
from myomap.records import Caution, InputKind, LeftOut, State, StudyInput

__all__ = ["CtLimits", "FoundSlice", "FoundSlices", "StackedSeries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CtLimits:
    """How much of CTs is held; what is beyond is left out, not refused.

    Parameters
    ----------
    slices : int
        Of all series together.
    pixel_bytes : int
        Of their pixels, averaged and as 32-bit numbers.
    """

    slices: int = 2000
    pixel_bytes: int = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class FoundSlice:
    """One slice, and where it was found.

    Parameters
    ----------
    name : str
        Its path below what was given; never for a message.
    content : CtSlice
        What it holds.
    asked_state : State or None
        What the user said it is.
    is_map : bool
        Whether the user gave it for attenuation.
    """

    name: str
    content: CtSlice
    asked_state: State | None
    is_map: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StackedSeries:
    """One CT of use.

    Parameters
    ----------
    name : str
        Of its first file.
    content : FileContent
        The input.
    asked_state : State or None
        What the user said it is; None also where one CT serves both states.
    is_map : bool
        Whether the user gave it for attenuation.
    """

    name: str
    content: FileContent
    asked_state: State | None
    is_map: bool


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class FoundSlices:
    """All slices so far, each once, within the limits.

    Parameters
    ----------
    limits : CtLimits
        How much is held.
    left_out : list of LeftOut
        Slices that were there twice.
    names : list of str
        Of all other slices, held or not; never for a message.
    """

    limits: CtLimits
    left_out: list[LeftOut] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _kept: list[FoundSlice] = field(default_factory=list)
    _asked: dict[str, set[State]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _pixel_bytes: int = 0
    _is_beyond: bool = False
    _is_map: bool = False

    def add(self, found: FoundSlice) -> None:
        """Keep a slice unless it is there already or there is no room."""
        content = found.content
        if found.asked_state is not None:
            asked = self._asked.setdefault(content.series_instance_uid, set())
            asked.add(found.asked_state)
        if content.sop_instance_uid in self._seen:
            reason = "Another copy of the same CT slice was read already."
            self.left_out.append(LeftOut(name=found.name, reason=reason))
            return
        self._seen.add(content.sop_instance_uid)
        self.names.append(found.name)
        self._is_map = self._is_map or found.is_map
        self._pixel_bytes += content.hounsfield.nbytes
        self._is_beyond = self._is_beyond or (
            len(self.names) > self.limits.slices
            or self._pixel_bytes > self.limits.pixel_bytes
        )
        if self._is_beyond:
            # Half a CT is of no use, and which half was found first is chance.
            self._kept = []
        else:
            self._kept.append(found)

    def stacked(
        self,
    ) -> tuple[list[StackedSeries], list[LeftOut], tuple[Caution, ...]]:
        """Return one input a series, and the series that cannot be used.

        Returns
        -------
        series : list of StackedSeries
            In the order they were found.
        left_out : list of LeftOut
            One entry for a whole series.
        cautions : tuple of Caution
            That a CT was there and is not used, with the reason.

        Raises
        ------
        PatientMismatchError
            If the slices of one series are of different patients.
        GeometryError, LimitExceededError
            If what the user gave for attenuation cannot be used.
        """
        if self._is_beyond and self._is_map:
            raise LimitExceededError(self._beyond())
        if self._is_beyond:
            return [], *_refused(self.names[0], self._beyond())
        series: list[StackedSeries] = []
        left_out: list[LeftOut] = []
        cautions: tuple[Caution, ...] = ()
        by_series: dict[str, list[FoundSlice]] = {}
        for found in self._kept:
            by_series.setdefault(found.content.series_instance_uid, []).append(found)
        for uid, members in by_series.items():
            require_one_patient(found.content.patient for found in members)
            try:
                content = _series_content([found.content for found in members])
            except GeometryError as error:
                if any(found.is_map for found in members):
                    raise
                reason = f"A CT of {len(members)} slices was not used. {error}"
                refused, told = _refused(members[0].name, reason)
                left_out, cautions = [*left_out, *refused], (*cautions, *told)
                continue
            asked = self._asked.get(uid, set())
            state = next(iter(asked)) if len(asked) == 1 else None
            series.append(
                StackedSeries(
                    name=members[0].name,
                    content=content,
                    asked_state=state,
                    is_map=any(found.is_map for found in members),
                )
            )
        return series, left_out, cautions

    def _beyond(self) -> str:
        return (
            f"The CT was not used, because it is too large: found {len(self.names)} "
            f"slices, expected at most {self.limits.slices} and "
            f"{self.limits.pixel_bytes >> 20} MiB of pixels. Give one series of the "
            "chest."
        )


def _refused(name: str, reason: str) -> tuple[list[LeftOut], tuple[Caution, ...]]:
    caution = Caution(code="ct-left-out", message=reason)
    return [LeftOut(name=name, reason=reason)], (caution,)


def _series_content(slices: Sequence[CtSlice]) -> FileContent:
    volume, in_order, cautions = stack_ct_slices(slices)
    first = in_order[0]
    sums = "".join(item.sha256 for item in in_order)
    return FileContent(
        input=StudyInput(
            data=volume,
            kind=InputKind.CT_VOLUME,
            state=first.state.state,
            evidence=first.state.evidence,
            facts=first.facts,
            sha256=hashlib.sha256(sums.encode()).hexdigest(),
            cautions=(*cautions, *first.state.cautions),
            frame_of_reference_uid=volume.frame_of_reference_uid,
        ),
        patient=_fullest(item.patient for item in slices),
        sex=next((item.sex for item in slices if item.sex), None),
        age_years=next((s.age_years for s in slices if s.age_years is not None), None),
    )


def _fullest(keys: Iterable[PatientKey]) -> PatientKey:
    """Return the key that says most; they contradict each other nowhere."""
    return max(
        keys,
        key=lambda key: sum(
            part is not None for part in (key.number, key.name, key.birth_date)
        ),
    )
