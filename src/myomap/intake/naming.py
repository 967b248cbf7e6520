"""A file's name in, the weakest evidence of stress or rest out.

Only whole words count, and only when they all say the same. The file's own name is
asked first, then the folders it lies in, the nearest first.
"""

import re

from myomap.records import Evidence, State

__all__ = ["evidence_from_name"]

# Fewer words than a header is searched for: a file is often named after somebody.
_STRESS = (
    "stress stressed str exercise regadenoson adenosine dipyridamole dobutamine "
    "стресс нагрузка нагрузки нагрузке"
)
_REST = "rest resting rst покой покоя покое"
_WORDS = {
    **dict.fromkeys(_STRESS.split(), State.STRESS),
    **dict.fromkeys(_REST.split(), State.REST),
}
# A word ends where letters end, or where capitals begin: stressMap, STRESS_map.
_WORD = re.compile(r"[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+")


def evidence_from_name(name: str) -> Evidence | None:
    """Return what a name says about the state.

    Parameters
    ----------
    name : str
        Path below what was given, with ``/`` between its parts.

    Returns
    -------
    Evidence or None
        With the word alone, never the name; None when nothing or both are said.

    Examples
    --------
    >>> evidence_from_name("study 7/Stress/IM0001")
    Evidence(source='file name', found='stress', state=<State.STRESS: 'stress'>)
    >>> evidence_from_name("Restrepo/stress-rest.npy") is None
    True
    """
    for part in reversed(name.replace("\\", "/").split("/")):
        words = [word.casefold() for word in _WORD.findall(part)]
        found = {word: _WORDS[word] for word in words if word in _WORDS}
        if len(set(found.values())) > 1:
            return None
        if found:
            word, state = next(iter(found.items()))
            return Evidence(source="file name", found=word, state=state)
    return None
