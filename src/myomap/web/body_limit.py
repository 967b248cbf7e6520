"""Requests that are larger than is taken, ended before they are read."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myomap.web.answers import refusal, refused
from myomap.web.options import WebOptions

__all__ = ["BodyLimitMiddleware"]

_UPLOADS: Final = "/api/v1/uploads"
_MULTIPART_OVERHEAD: Final = 8 << 20
_MOST_DIGITS: Final = 18
"""No limit has more; longer claims are not worth turning into a number."""


class BodyLimitMiddleware:
    """Count the bytes of a body, whatever its length claims to be.

    Parameters
    ----------
    app : ASGI application
        Everything behind, which answers the `HTTPException` of a body that goes on.
    options : WebOptions
        Names the limits.
    """

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self._app = app
        self._most = options.json_bytes
        self._most_of_uploads = options.uploads.total_bytes + _MULTIPART_OVERHEAD

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while its body keeps within the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most_of_uploads if scope["path"] == _UPLOADS else self._most
        words = f"The request is too large: expected at most {_size(most)}."
        claimed = Headers(scope=scope).get("content-length", "0")
        if not claimed.isdigit() or len(claimed) > _MOST_DIGITS or int(claimed) > most:
            await refusal(413, "too-large", words)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise refused(413, "too-large", words)
            return message

        await self._app(scope, counted, send)


def _size(most: int) -> str:
    return f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
