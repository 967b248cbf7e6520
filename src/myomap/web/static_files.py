"""Styles, scripts and drawings of the pages, held in memory and named by their hash.

A request is looked up among the files that came with the package and never becomes a
path. The hash stands as a folder in the address, so that the relative imports between
scripts stay inside it and a browser keeps all of them until one changes.
"""

import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from myomap.web.answers import refused

__all__ = ["StaticFile", "StaticFiles", "answer_static", "shipped_files"]

_KINDS: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_IMPORTED: Final = re.compile(rb"""(?:^|\s)(?:import|from)\s+["'](\.[^"'\n]+)["']""")
_LEFT_OUT: Final = frozenset({"jsconfig.json"})
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StaticFile:
    """One file.

    Parameters
    ----------
    data : bytes
        What it holds.
    media_type : str
        What it is.
    """

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StaticFiles:
    """All files that come with the package.

    Parameters
    ----------
    by_name : dict of str to StaticFile
        By the path below ``static``.
    digest : str
        Of all of them.
    """

    by_name: dict[str, StaticFile]
    digest: str

    def url(self, name: str) -> str:
        """Return the address of a file.

        Parameters
        ----------
        name : str
            The path below ``static``.

        Returns
        -------
        str
            With the hash of all files.
        """
        return f"/static/{self.digest}/{name}"

    def imports_of(self, name: str) -> tuple[str, ...]:
        """Return the modules that a script needs before it can run.

        Parameters
        ----------
        name : str
            The path below ``static``.

        Returns
        -------
        tuple of str
            All that it imports, and what they import, without itself.
        """
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            file = self.by_name.get(each)
            if file is None or each in found:
                continue
            found[each] = None
            folder = posixpath.dirname(each)
            waiting += [
                posixpath.normpath(posixpath.join(folder, there.decode()))
                for there in _IMPORTED.findall(file.data)
            ]
        return tuple(each for each in found if each != name)


@lru_cache(maxsize=1)
def shipped_files() -> StaticFiles:
    """Return the files that come with the package.

    Returns
    -------
    StaticFiles
        Read once.
    """
    found = dict(sorted(_walk(files("myomap.web") / "static", "")))
    digest = hashlib.sha256()
    for name, file in found.items():
        digest.update(f"{name}\0{len(file.data)}\0".encode() + file.data)
    return StaticFiles(by_name=found, digest=digest.hexdigest()[:16])


def answer_static(shipped: StaticFiles, request: Request, name: str) -> Response:
    """Return the answer to a request for a file.

    Parameters
    ----------
    shipped : StaticFiles
        All there are.
    request : Request
        May name the version that the browser has.
    name : str
        With or without the hash as its first folder.

    Returns
    -------
    Response
        To be kept for a year under its hash, and asked for again without it.
    """
    plain = name.removeprefix(f"{shipped.digest}/")
    file = shipped.by_name.get(plain)
    if file is None:
        raise refused(404, "not-found", "There is no such file.")
    tag = f'"{shipped.digest}"'
    headers = {
        "etag": tag,
        "cache-control": _FOR_A_YEAR if plain != name else "no-cache",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(file.data, media_type=file.media_type, headers=headers)


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, StaticFile]]:
    if not folder.is_dir():
        return []
    found: list[tuple[str, StaticFile]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _walk(entry, f"{name}/")
            continue
        kind = _KINDS.get(entry.name.rpartition(".")[2])
        if kind is not None and entry.name not in _LEFT_OUT:
            found.append((name, StaticFile(data=entry.read_bytes(), media_type=kind)))
    return found
