"""The pages: templates filled with words in the reader's language, and no data.

What a page shows it fetches from ``/api/v1`` itself, so a page holds nothing of any
patient.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

import jinja2
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

import myomap
from myomap.cases import find_case, has_users
from myomap.language import Language, catalogue
from myomap.web.answers import refused
from myomap.web.languages import LANGUAGE_NAMES, language_of, wanted_language
from myomap.web.page_words import page_words
from myomap.web.people import person_of, room_of
from myomap.web.static_files import answer_static, shipped_files

__all__ = ["error_page", "router"]

router = APIRouter(include_in_schema=False)

_A_YEAR_S: Final = 365 * 24 * 3600
_SCRIPT: Final = re.compile(r'<script type="module" src="([^"]+)"')
_THEMES: Final = frozenset({"light", "dark"})


@router.get("/")
def worklist_page(request: Request) -> Response:
    """Show the list of cases."""
    return _page(request, "worklist")


@router.get("/cases/{case_id}")
def case_page(case_id: str, request: Request) -> Response:
    """Show one case, or two beside each other; where there is none, say so."""
    is_case = case_id.isascii() and case_id.isdigit() and len(case_id) < 19
    if person_of(request) is not None:
        # What is no number names no case either.
        find_case(room_of(request).store, int(case_id) if is_case else 0)
    beside = request.query_params.get("beside", "")
    is_number = beside.isascii() and beside.isdigit() and len(beside) < 19
    more = {
        "case_id": int(case_id) if is_case else 0,
        "beside": int(beside) if is_number else None,
    }
    return _page(request, "case", more)


@router.get("/users")
def users_page(request: Request) -> Response:
    """Show who may sign in, to an admin."""
    person = person_of(request)
    if person is not None and not person.is_admin:
        raise refused(403, "forbidden", "Only an admin may do this.")
    return _page(request, "users")


@router.get("/login")
def login_page(request: Request) -> Response:
    """Show the form to sign in."""
    if person_of(request) is not None:
        return RedirectResponse("/", 303)
    room = room_of(request)
    needs_setup = room.setup_token is not None and not has_users(room.store)
    more = {"needs_setup": needs_setup, "next": _next(request)}
    return _in_language(request, _rendered(request, "login", more))


@router.get("/api/v1/docs")
def interface_page(request: Request) -> Response:
    """Show what the interface for programs offers; nothing of it comes from outside."""
    schema = request.app.openapi()
    offered = [
        {
            "method": method.upper(),
            "path": path,
            "summary": told.get("description") or told.get("summary", ""),
        }
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return _page(request, "interface", {"offered": offered})


@router.get("/favicon.ico")
def drawn_mark() -> Response:
    """Lead browsers to the mark that they ask for beside a bare file."""
    return RedirectResponse(shipped_files().url("icon.svg"), 307)


@router.get("/static/{name:path}")
def static_file(name: str, request: Request) -> Response:
    """Return a style, a script or a drawing."""
    return answer_static(shipped_files(), request, name)


@router.get("/static-words/{language}.json")
def words_of_pages(language: str) -> Response:
    """Return the sentences that scripts say, in another language."""
    known = {each.value: each for each in Language}
    if language not in known:
        raise refused(404, "not-found", "There is no such language.")
    headers = {"cache-control": "no-cache"}
    return JSONResponse(page_words(known[language]), headers=headers)


def error_page(request: Request, status: int, sentence: str) -> Response:
    """Return the page that says what went wrong.

    Parameters
    ----------
    request : Request
        That could not be answered.
    status : int
        Of HTTP.
    sentence : str
        For people.

    Returns
    -------
    Response
        HTML.
    """
    more = {"status": status, "sentence": sentence}
    answer = _rendered(request, "error", more)
    answer.status_code = status
    return answer


def _page(
    request: Request, name: str, more: Mapping[str, Any] | None = None
) -> Response:
    if person_of(request) is None:
        after = f"/login?{urlencode({'next': _here(request)}, quote_via=quote)}"
        return _in_language(request, RedirectResponse(after, 303))
    return _in_language(request, _rendered(request, name, more or {}))


def _rendered(request: Request, name: str, more: Mapping[str, Any]) -> Response:
    language, room = language_of(request), room_of(request)
    words = catalogue(language, "web")
    theme = request.cookies.get("theme")
    text = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            _=words.gettext,
            ngettext=words.ngettext,
            language=language.value,
            languages=[(each.value, own) for each, own in LANGUAGE_NAMES.items()],
            theme=theme if theme in _THEMES else "system",
            user=person_of(request),
            has_accounts=room.options.has_accounts,
            version=myomap.__version__,
            path=_here(request),
            page=name,
            static=shipped_files().url,
            **more,
        )
    )
    headers = {"link": _fetched_at_once(tuple(_SCRIPT.findall(text)))}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


@lru_cache(maxsize=64)
def _fetched_at_once(scripts: tuple[str, ...]) -> str:
    """Return the header by which a browser fetches all modules of a page together.

    It would otherwise hear of each when the one that imports it is there.
    """
    shipped = shipped_files()
    root = shipped.url("")
    needed = dict.fromkeys(
        name
        for script in scripts
        for name in shipped.imports_of(script.removeprefix(root))
    )
    return ", ".join(f"<{shipped.url(name)}>; rel=modulepreload" for name in needed)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("myomap.web", "templates"),
        # Everything is escaped, whatever a template is called.
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )


def _in_language(request: Request, answer: Response) -> Response:
    """Remember the language that an address asked for."""
    wanted = wanted_language(request)
    if wanted is not None:
        answer.set_cookie(
            "lang",
            wanted.value,
            max_age=_A_YEAR_S,
            samesite="lax",
            secure=room_of(request).options.is_https,
        )
    return answer


def _here(request: Request) -> str:
    """Return the path and query of a request, less the language."""
    left = [(name, word) for name, word in request.query_params.multi_items()]
    query = urlencode([(name, word) for name, word in left if name != "lang"])
    return request.url.path + (f"?{query}" if query else "")


def _next(request: Request) -> str:
    """Return where to go after signing in: a page of this site or the list."""
    wanted = request.query_params.get("next", "/")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_ours and wanted.isprintable() else "/"
