"""Which of a picture's maps are meant when the user says what the file is."""

from dataclasses import replace

from myomap.errors import InputError
from myomap.intake.contents import FileContents
from myomap.records import Caution, State

__all__ = ["maps_asked_for"]


def maps_asked_for(contents: FileContents, asked: State | None) -> FileContents:
    """Return the inputs of a file that a state was given for.

    A file with one input is that state, whatever it says itself. Of a picture with
    several maps only those are meant that the picture shows as this state.

    Parameters
    ----------
    contents : tuple of FileContent
        Of one file.
    asked : State or None
        What the user said the file is.

    Returns
    -------
    tuple of FileContent
        All of them where nothing was said.

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
            f"{asked.value}. Expected one: cut the map out and give it by itself."
        )
    n_others = len(contents) - len(meant)
    caution = Caution(
        code="picture-maps-unused",
        message=(
            f"{n_others} further polar map(s) of the picture were not read: it was "
            f"given as {asked.value} alone."
        ),
    )
    if not n_others:
        return meant
    return tuple(
        replace(
            each, input=replace(each.input, cautions=(*each.input.cautions, caution))
        )
        for each in meant
    )
