"""The reading room: a browser page and its REST interface over kept cases.

Input: HTTP requests of one machine or one department. Output: pages, JSON and files.
Nothing that is shown leaves the machine, and no page asks another host for anything.
Studies are read by processes of their own, so that the server answers while one is
read and a hostile file ends at most its own reading.

::

    security ─► body_limit ─► api ─► room ─► cases (kept)
                                └─► jobs ─► reader ═► reading_process ─► reading_job
"""

from myomap.web.options import UploadLimits, WebOptions

__all__ = ["UploadLimits", "WebOptions"]
