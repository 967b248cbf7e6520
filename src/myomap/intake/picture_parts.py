"""Which of a picture's maps are meant when the user says what the file is."""

from collections.abc import Sequence
from dataclasses import replace

from myomap.errors import InputError
from myomap.intake.contents import FileContent, FileContents
from myomap.records import Caution, Evidence, State
from myomap.screenshot.picture_cautions import ARRANGEMENT

__all__ = ["maps_asked_for", "unused_maps"]


def maps_asked_for(contents: FileContents, asked: State | None) -> FileContents:
    """Return the inputs of a file that a state was given for.

    A file with one input is that state, whatever it says itself. Of a picture with
    several maps only those are meant that the picture shows as this state; the word
    does not exchange them.

    Parameters
    ----------
    contents : tuple of FileContent
        Of one file.
    asked : State or None
        What the user said the file is.

    Returns
    -------
    tuple of FileContent
        All of them where nothing was said. Else with the user's word as their last
        evidence, and a caution of how the choice was made.

    Raises
    ------
    InputError
        If there are several and none is shown as this state.
    """
    if asked is None or len(contents) == 1:
        return contents
    meant = tuple(each for each in contents if each.input.state is asked)
    if not meant:
        raise InputError(
            f"The picture shows {len(contents)} polar maps and does not tell which is "
            f"{asked.value}. Expected one: say what each is, row by row, with --states "
            "stress,rest, or cut the map out and give it by itself."
        )
    return tuple(_chosen(each, asked) for each in meant)


def _chosen(content: FileContent, asked: State) -> FileContent:
    item = content.input
    word = Evidence(source="option", found=asked.value, state=asked)
    cautions = list(item.cautions)
    if item.evidence and item.evidence[0].source == ARRANGEMENT:
        cautions.append(_kept(asked, item.evidence[0].found))
    return replace(
        content,
        input=replace(item, evidence=(*item.evidence, word), cautions=tuple(cautions)),
    )


def _kept(asked: State, place: str) -> Caution:
    return Caution(
        code="picture-maps-kept",
        message=(
            f"The picture was given as {asked.value} and shows several maps: the one "
            f"that its arrangement tells was taken ({place}). To exchange the maps "
            "of a picture, say what they are, row by row: --states rest,stress."
        ),
    )


def unused_maps(contents: Sequence[FileContent]) -> tuple[Caution, ...]:
    """Return a caution where maps of a picture were asked for and others were not.

    Parameters
    ----------
    contents : sequence of FileContent
        Everything that is read of a study.

    Returns
    -------
    tuple of Caution
        At most one.
    """
    parts: dict[str, set[int]] = {}
    for content in contents:
        parts.setdefault(content.input.sha256, set()).add(content.part)
    n_parts = {content.input.sha256: content.n_parts for content in contents}
    n_unused = sum(n_parts[sha256] - len(found) for sha256, found in parts.items())
    if not n_unused:
        return ()
    maps, were = ("map", "was") if n_unused == 1 else ("maps", "were")
    message = (
        f"{n_unused} further polar {maps} of a picture {were} not read: the picture "
        "was given as one state alone."
    )
    return (Caution(code="picture-maps-unused", message=message),)
