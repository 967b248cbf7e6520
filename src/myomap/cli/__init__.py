"""The command line: words typed by a person in, files and one exit status out.

Every sub-command is one module of this room with the same two parts: `EXAMPLE`,
the line that its help page ends with, and a function whose parameters are the
command's arguments and options, whose docstring is its help page, and whose body
calls the Python API in at most twenty lines. `app.COMMANDS` lists them. Whatever
is slow to import is imported inside that function, so that ``myomap --help``
answers at once.

Exit status: 0 done (an abstention is a result) · 1 a result could not be written,
or the run was interrupted · 2 wrong usage · 3 the input was refused.
"""

from myomap.cli.app import main

__all__ = ["main"]
