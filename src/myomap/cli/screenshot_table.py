"""What `myomap screenshot` shows in the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from myomap.cli.remarks import print_cautions, print_closing
from myomap.cli.screenshot_document import (
    FoundScreenshot,
    filled_percent,
    reason_of,
    tolerance_points,
)
from myomap.intake.picture_options import place_words, whole_pixels
from myomap.records import Caution
from myomap.screenshot import DiscContent, PictureReading, ReadDisc
from myomap.screenshot.picture_cautions import (
    cautions_of_disc,
    cautions_of_picture,
    color_words,
    points_words,
    state_words,
)

__all__ = ["print_reading"]


def print_reading(found: FoundScreenshot, written: tuple[str, ...]) -> None:
    """Print the discs, the cautions and the files."""
    console = Console()
    console.print(_table(found.reading))
    print_cautions(console, cautions_of_picture(found.reading))
    print_cautions(console, list(_told_of_discs(found.reading)))
    for line in _not_read(found):
        console.print(Text.assemble(("not read ", "dim"), line))
    print_closing(console, written)


def _not_read(found: FoundScreenshot) -> Iterator[str]:
    """Yield why discs gave no map, one line for all of which it is true."""
    numbers: dict[str, list[str]] = {}
    for number, _ in enumerate(found.reading.discs, 1):
        reason = reason_of(found, number)
        if reason is not None:
            numbers.setdefault(reason, []).append(str(number))
    for reason, alike in numbers.items():
        yield f"{', '.join(alike)}: {reason}"
    for refused in found.reading.refused:
        place = place_words(whole_pixels(refused.disc))
        yield f"what is round at {place}: {refused.reason}"


def _table(reading: PictureReading) -> Table:
    table = Table(title="Polar maps on the picture", title_justify="left")
    for name in ("", "x,y,radius", "shows", "read by"):
        table.add_column(name, no_wrap=name != "read by")
    for name in ("sure", "within", "filled"):
        table.add_column(name, justify="right")
    for number, read in enumerate(reading.discs, 1):
        table.add_row(str(number), place_words(whole_pixels(read.disc)), *_cells(read))
    return table


def _cells(read: ReadDisc) -> tuple[str, ...]:
    content, tolerance = read.label.content, tolerance_points(read)
    shows = content.value
    if content is DiscContent.UPTAKE:
        shows = state_words(read.state, read.label.evidence)
    if tolerance is None:
        return shows, "not read", "–", "–", "–"
    return (
        shows,
        color_words(read.reading.scale),
        f"{read.reading.confidence:.2f}",
        points_words(tolerance),
        f"{filled_percent(read):.0f} %",
    )


def _told_of_discs(reading: PictureReading) -> Iterator[Caution]:
    """Yield the cautions of the maps, one for all maps of which it is true."""
    numbers: dict[Caution, list[str]] = {}
    for number, read in enumerate(reading.discs, 1):
        for caution in cautions_of_disc(read):
            numbers.setdefault(caution, []).append(str(number))
    for caution, found in numbers.items():
        message = f"{', '.join(found)}: {caution.message}"
        yield Caution(code=caution.code, message=message)
