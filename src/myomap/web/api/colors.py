"""The colour tables, for a browser that paints by itself."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from myomap.colortable import color_table, color_table_names
from myomap.web.people import SignedIn

__all__ = ["router"]

router = APIRouter(tags=["colours"])


@router.get("/color-tables", response_class=JSONResponse)
def color_tables(_person: SignedIn) -> JSONResponse:
    """List the colour tables, each of 256 colours from the lowest value up."""
    told: list[dict[str, Any]] = [
        {"name": name, "colors": color_table(name).rgb.tolist()}
        for name in color_table_names()
    ]
    return JSONResponse(told, headers={"cache-control": "private, max-age=3600"})
