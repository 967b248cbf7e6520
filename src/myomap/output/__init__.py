"""Results in, files out: whole, or not there.

`OutputFolder` and `write_file` put finished results in place, all or none of them.
`LineJournal` keeps what is done of a long work, a line a piece, so that a run can be
killed at any time and gone on with. Nothing is overwritten unless that is asked for.
"""

from myomap.output.folder import OutputFolder, write_file
from myomap.output.line_journal import JournalWords, LineJournal

__all__ = ["JournalWords", "LineJournal", "OutputFolder", "write_file"]
