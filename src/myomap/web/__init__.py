"""The reading room: a browser page and its REST interface over kept cases.

Input: HTTP requests of one machine or one department. Output: pages, JSON and files.
Nothing that is shown leaves the machine, and no page asks another host for anything.
"""

__all__: list[str] = []
