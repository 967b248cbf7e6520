"""Cases kept: studies that were read, what was found, and what physicians say of it.

Input: readings and edits. Output: the worklist, every version of every case, and the
labels that the next model learns from. A folder holds a database and files by hash.
"""

__all__: list[str] = []
