"""What a file that is given for a model really is, for the sentence that refuses it.

Nothing is refused *because* of what is found here: only what is a bundle to the last
bit is accepted. Whoever gives a pickle should read why it is not opened.
"""

__all__ = ["name_of_disguise"]

_BEGINNINGS = (
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"CBM1", "a CatBoost model"),
    (b"%PDF", "a PDF"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"#!", "a script"),
)
_PICKLE_PROTOCOLS = range(2, 6)
_OLD_PICKLES = (b"(dp", b"(lp", b"(i", b"c__builtin__", b"cos\n", b"cposix\n", b"]q")
_PICKLE = "a Python pickle, which can run any program"


def name_of_disguise(data: bytes, names: tuple[str, ...] = ()) -> str | None:
    """Return what a file is, in words.

    Parameters
    ----------
    data : bytes
        Of the file.
    names : tuple of str
        Of its members, where it is a zip archive.

    Returns
    -------
    str or None
        None for what looks like a bundle that was damaged.

    Examples
    --------
    >>> import pickle
    >>> name_of_disguise(pickle.dumps({}))
    'a Python pickle, which can run any program'
    """
    found = _of_pickles(data, names) or _of_beginning(data)
    if found is not None:
        return found
    if data.startswith(b"PK"):
        return "another archive" if names and "card.json" not in names else None
    return "a text file" if data[:1] in (b"{", b"[") else "another file"


def _of_pickles(data: bytes, names: tuple[str, ...]) -> str | None:
    if _is_pickle(data):
        return _PICKLE
    if any(name.endswith((".pkl", ".pickle", ".joblib")) for name in names):
        return f"an archive with {_PICKLE}"
    return None


def _of_beginning(data: bytes) -> str | None:
    if not data:
        return "an empty file"
    return next((words for start, words in _BEGINNINGS if data.startswith(start)), None)


def _is_pickle(data: bytes) -> bool:
    if len(data) > 1 and data[0] == 0x80 and data[1] in _PICKLE_PROTOCOLS:
        return True
    return data.startswith(_OLD_PICKLES)
