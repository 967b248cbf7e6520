"""Files, folders and zips in, everything of use in them out, one file at a time.

The slices of a CT are the exception: they are collected and stacked at the end, once
it is known that there is a study that they belong to.
"""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from myomap.dicom import CT_ALONE, MAP_ALONE
from myomap.errors import InputError, UnsupportedStudyError
from myomap.intake.archive import Member, list_members, read_member, read_member_head
from myomap.intake.basket import (
    Basket,
    Gathered,
    GatherLimits,
    Source,
    Spent,
    first_bytes,
)
from myomap.intake.simulated_truth import without_truth
from myomap.intake.sniffing import FileKind, sniff
from myomap.intake.walking import FoundFile, printable_name, walk
from myomap.records import Caution, LeftOut

__all__ = ["GatherLimits", "Gathered", "Source", "files_of_source", "gather"]

_LIMITS = GatherLimits()


def gather(
    sources: Sequence[Source], limits: GatherLimits = _LIMITS
) -> tuple[list[Gathered], list[LeftOut], tuple[Caution, ...]]:
    """Return everything of use, and everything else with the reason.

    Parameters
    ----------
    sources : sequence of Source
        What was given.
    limits : GatherLimits
        How much is read.

    Returns
    -------
    gathered : list of Gathered
        In the order of the sources, sorted by name within each; CTs last, but first
        of all what the user said is an attenuation map.
    left_out : list of LeftOut
        Files of no use, a CT or an attenuation map without a study among them.
    cautions : tuple of Caution
        That a broken file or a CT was there and cannot be used.

    Raises
    ------
    InputError
        If a path does not exist, or a file that was named itself is of no use. A
        readable DICOM object of another kind, like a CT beside a study, is left out
        instead, as long as other paths were named too.
    LimitExceededError
        If there is too much.
    PatientMismatchError
        If the slices of one CT are of different patients.
    """
    basket = Basket(limits, n_sources=len(sources))
    for source in sources:
        for found in files_of_source(source, basket.left_out, basket.spent):
            basket.take(found, source)
    basket.take_pictures()
    gathered, slices = basket.gathered, basket.slices
    left_out = [*without_truth(basket.left_out), *slices.left_out]
    if not basket.shows_uptake:
        alone = [
            *(LeftOut(name=item.name, reason=MAP_ALONE) for item in gathered),
            *(LeftOut(name=name, reason=CT_ALONE) for name in slices.names),
        ]
        if len(alone) == 1 and _is_file(sources):
            raise UnsupportedStudyError(alone[0].reason)
        return [], [*left_out, *alone], ()
    series, refused, cautions = slices.stacked()
    basket.spent.add(n_inputs=len(series))
    stacked = [
        Gathered(
            name=each.name,
            content=each.content,
            asked_state=each.asked_state,
            is_map=each.is_map,
        )
        for each in series
    ]
    everything = sorted([*gathered, *stacked], key=lambda item: not item.is_map)
    _require_map(sources, everything)
    return everything, [*left_out, *refused], (*_fault_cautions(left_out), *cautions)


def _fault_cautions(left_out: Sequence[LeftOut]) -> tuple[Caution, ...]:
    """Tell of files that look like a part of the study and are broken."""
    counts = Counter(item.reason for item in left_out if item.is_fault)
    return tuple(
        Caution(
            code="file-left-out",
            message=f"{n} of the study's files could not be used: {reason}",
        )
        for reason, n in counts.most_common()
    )


def _is_file(sources: Sequence[Source]) -> bool:
    return len(sources) == 1 and sources[0].path.is_file()


def _require_map(sources: Sequence[Source], everything: Sequence[Gathered]) -> None:
    asked = [source for source in sources if source.is_map]
    if asked and not any(item.is_map for item in everything):
        raise InputError(
            f"{asked[0].called} holds nothing that attenuation can be known from. "
            "Expected a CT, a transmission scan or a NIfTI volume in 1/cm."
        )


def files_of_source(
    source: Source, left_out: list[LeftOut], spent: Spent
) -> Iterator[FoundFile]:
    """Yield the files of a source, those inside its zips too.

    Parameters
    ----------
    source : Source
        One path.
    left_out : list of LeftOut
        What is no file is added to it.
    spent : Spent
        Counts on.

    Yields
    ------
    FoundFile
        In the order of their names.

    Raises
    ------
    InputError
        If the path, or an archive that was named itself, cannot be opened.
    LimitExceededError
        If there is too much.
    """
    for found in walk(source.path, source.called):
        if isinstance(found, LeftOut):
            left_out.append(found)
            continue
        spent.add(n_files=1)
        try:
            members = _members(found)
        except InputError as error:
            if found.is_given:
                raise
            left_out.append(LeftOut(name=found.name, reason=str(error)))
            continue
        if members is None:
            yield found
            continue
        n_bytes = sum(member.inflated_bytes for member in members)
        spent.add(n_files=len(members), n_bytes=n_bytes)
        yield from (_member_file(found, member) for member in members)


def _members(found: FoundFile) -> Sequence[Member] | None:
    """Return the members of a zip, or None for any other file."""
    with found.open() as stream:
        if sniff(first_bytes(stream)) is not FileKind.ZIP:
            return None
        members = list_members(stream)
    if not members:
        raise InputError("The zip archive holds no files. Give one that does.")
    return members


def _member_file(archive: FoundFile, member: Member) -> FoundFile:
    def open_member() -> BinaryIO:
        with archive.open() as stream:
            return io.BytesIO(read_member(stream, member))

    def head_of_member(size: int) -> bytes:
        with archive.open() as stream:
            return read_member_head(stream, member, size)

    # The archive's own name comes first: it may be called after stress or rest.
    return FoundFile(
        name=f"{archive.name}/{printable_name(member.name)}",
        open=open_member,
        head=head_of_member,
        is_given=False,
    )
