"""The application: everything put together, nothing decided."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response

import myomap
from myomap.errors import MyomapError
from myomap.web import pages
from myomap.web.answers import (
    answer_to_http_error,
    answer_to_myomap_error,
    answer_to_wrong_values,
    refusal,
    sentence_of,
)
from myomap.web.api import (
    accounts,
    cases,
    colors,
    edits,
    jobs,
    placing,
    reports,
    uploads,
)
from myomap.web.body_limit import BodyLimitMiddleware
from myomap.web.options import WebOptions
from myomap.web.room import MakeReader, ReadingRoom
from myomap.web.security import SecurityMiddleware, add_headers

__all__ = ["API", "create_app"]

logger = logging.getLogger(__name__)

API: Final = "/api/v1"

_SUBJECTS: Final = (reports, cases, uploads, jobs, edits, placing, accounts, colors)


def create_app(options: WebOptions, make_reader: MakeReader | None = None) -> FastAPI:
    """Return the reading room as an ASGI application.

    Parameters
    ----------
    options : WebOptions
        How it is run.
    make_reader : callable, optional
        Gives whoever reads; a process of its own if not given.

    Returns
    -------
    FastAPI
        Its folder is open from now on, and closed when its life ends.

    Raises
    ------
    StoreError, OutputError
        If the folder cannot be used, or another server has it.
    """
    room = ReadingRoom(options, make_reader)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        room.start()
        yield
        room.close()

    app = FastAPI(
        title="myomap reading room",
        version=myomap.__version__,
        summary="Research software, not for diagnosis.",
        openapi_url=f"{API}/openapi.json",
        # Both would fetch their scripts from another host.
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.room = room
    interface = APIRouter(prefix=API)
    for subject in _SUBJECTS:
        interface.include_router(subject.router)
    app.include_router(interface)
    app.include_router(pages.router)
    app.add_exception_handler(MyomapError, _answered)
    app.add_exception_handler(StarletteHTTPException, _answered)
    app.add_exception_handler(RequestValidationError, _answered)
    app.add_exception_handler(Exception, _defect)
    # The last one added sees a request first.
    app.add_middleware(BodyLimitMiddleware, options=options)
    app.add_middleware(SecurityMiddleware, options=options)
    return app


def _defect(request: Request, error: Exception) -> Response:
    """Answer what nobody foresaw; its own words could name a patient and stay here."""
    logger.error("defect: %s", type(error).__name__)
    words = "This is a defect of myomap. Nothing was saved; please report it."
    if request.url.path.startswith("/api/"):
        answer: Response = refusal(500, "defect", words)
    else:
        answer = pages.error_page(request, 500, words)
    # It is sent from outside of everything that heads other answers.
    add_headers(answer.headers)
    return answer


def _answered(request: Request, error: Exception) -> Response:
    """Answer a refusal: JSON to programs, a page to people."""
    if isinstance(error, RequestValidationError):
        answer = answer_to_wrong_values(request, error)
    elif isinstance(error, StarletteHTTPException):
        answer = answer_to_http_error(request, error)
    else:
        answer = answer_to_myomap_error(request, error)
    if request.url.path.startswith(("/api/", "/static")):
        return answer
    return pages.error_page(request, answer.status_code, sentence_of(answer))
