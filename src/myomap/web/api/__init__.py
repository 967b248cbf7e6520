"""The interface for programs and for the pages themselves, ``/api/v1``.

One router a subject; none of them decides anything about medicine.
"""

__all__: list[str] = []
