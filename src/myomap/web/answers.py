"""Refusals as JSON: every one a code for programs and a sentence for people."""

import json

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import JSONResponse, Response

from myomap.errors import (
    CaseNotFoundError,
    ConfigError,
    LimitExceededError,
    MyomapError,
    OutputError,
)
from myomap.report import page_sentence
from myomap.web.error_codes import code_of
from myomap.web.languages import language_of

__all__ = [
    "answer_to_http_error",
    "answer_to_myomap_error",
    "answer_to_wrong_values",
    "error_body",
    "refusal",
    "refused",
    "sentence_of",
    "status_of",
]

_STATUS_WORDS = {
    400: ("bad-request", "The request cannot be understood."),
    401: ("signed-out", "Sign in first."),
    403: ("forbidden", "This is not allowed for you."),
    404: ("not-found", "There is nothing here. Check the address."),
    405: ("wrong-method", "This address does not take such a request."),
    413: ("too-large", "The request is larger than is taken."),
    429: ("too-often", "Too many attempts. Wait a while."),
}


def error_body(code: str, message: str) -> dict[str, object]:
    """Return what a refusal says.

    Parameters
    ----------
    code : str
        For programs: words joined by hyphens.
    message : str
        For people: a sentence that names no patient.

    Returns
    -------
    dict
        ``{"error": {"code", "message"}}``.
    """
    return {"error": {"code": code, "message": message}}


def refusal(status: int, code: str, message: str) -> JSONResponse:
    """Return an answer that refuses.

    Parameters
    ----------
    status : int
        Of HTTP.
    code, message : str
        See `error_body`.

    Returns
    -------
    JSONResponse
        Never to be kept by a cache.
    """
    return JSONResponse(error_body(code, message), status_code=status)


def refused(status: int, code: str, message: str) -> HTTPException:
    """Return an exception that ends a request with a refusal.

    Parameters
    ----------
    status : int
        Of HTTP.
    code, message : str
        See `error_body`.

    Returns
    -------
    HTTPException
        To be raised.
    """
    return HTTPException(status, detail={"code": code, "message": message})


def status_of(error: MyomapError) -> int:
    """Return the status of HTTP that an error stands for.

    Parameters
    ----------
    error : MyomapError
        Any of the tree.

    Returns
    -------
    int
        400 for wrong words, 404 for what is not kept, 413 for too much, 422 for input
        of no use, 507 where nothing can be written.
    """
    if isinstance(error, CaseNotFoundError):
        return 404
    if isinstance(error, ConfigError):
        return 400
    if isinstance(error, LimitExceededError):
        return 413
    return 507 if isinstance(error, OutputError) else 422


def answer_to_myomap_error(request: Request, error: Exception) -> Response:
    """Return the answer to an error of ours.

    Parameters
    ----------
    request : Request
        That was refused.
    error : Exception
        A `MyomapError`.

    Returns
    -------
    Response
        JSON.
    """
    if not isinstance(error, MyomapError):
        raise error
    return refusal(status_of(error), code_of(error), _said(request, str(error)))


def answer_to_http_error(request: Request, error: Exception) -> Response:
    """Return the answer to a refusal that the web room or its framework raised.

    Parameters
    ----------
    request : Request
        That was refused.
    error : Exception
        Of HTTP.

    Returns
    -------
    Response
        JSON.
    """
    if not isinstance(error, StarletteHTTPException):
        raise error
    headers = dict(error.headers or {})
    detail: object = error.detail
    if isinstance(detail, dict) and {"code", "message"} <= detail.keys():
        body = error_body(detail["code"], _said(request, detail["message"])) | {
            name: value
            for name, value in detail.items()
            if name not in {"code", "message"}
        }
    else:
        code, words = _STATUS_WORDS.get(error.status_code, _STATUS_WORDS[400])
        body = error_body(code, _said(request, words))
    return JSONResponse(body, status_code=error.status_code, headers=headers)


def answer_to_wrong_values(request: Request, error: Exception) -> Response:
    """Return the answer to a request whose fields are not as they should be.

    What was sent is not said again: it can be anything.

    Parameters
    ----------
    request : Request
        That was refused.
    error : Exception
        A `RequestValidationError`.

    Returns
    -------
    Response
        JSON.
    """
    if not isinstance(error, RequestValidationError):
        raise error
    where = sorted({".".join(_names(each["loc"])) for each in error.errors()})
    words = (
        f"Some values cannot be used: {', '.join(where) or 'the body'}. Expected what "
        "/api/v1/openapi.json describes."
    )
    return refusal(422, "wrong-values", _said(request, words))


def _said(request: Request, sentence: str) -> str:
    """Return a sentence in the language of whoever asked."""
    return page_sentence(sentence, language_of(request))


def sentence_of(answer: Response) -> str:
    """Return the sentence that a refusal says.

    Parameters
    ----------
    answer : Response
        Of this module.

    Returns
    -------
    str
        For people.
    """
    told: str = json.loads(bytes(answer.body))["error"]["message"]
    return told


def _names(place: tuple[object, ...]) -> list[str]:
    """Return the fields on the way to a value; what was sent as a key stays out."""
    names = [str(each) for each in place[1:] if isinstance(each, str)]
    known = [name for name in names if name.isidentifier() and len(name) < 40]
    return known or ["the body"]
