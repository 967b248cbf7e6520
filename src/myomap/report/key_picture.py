"""The picture of the report: stress, rest and what comes back, with the scores."""

from myomap.figures import figure_bytes
from myomap.language import catalogue
from myomap.polarmap import DrawingOptions, Wording, draw_polar_maps
from myomap.report.content import ReportContent
from myomap.report.heart_words import wall_words
from myomap.report.picture_caption import picture_remarks
from myomap.report.picture_panels import picture_panels

__all__ = ["key_picture", "plain_key_picture"]


def key_picture(content: ReportContent, *, panel_px: int = 480) -> bytes:
    """Return the discs of a report as a PNG that stands by itself.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    panel_px : int, pixels, 200 to 2000
        Width of one disc's panel.

    Returns
    -------
    bytes
        The same for the same content and version of matplotlib.
    """
    options = DrawingOptions(
        panel_px=panel_px,
        shows_territories=True,
        wording=_wording(content),
        is_simulated=content.is_simulated,
        remark="; ".join(picture_remarks(content)),
    )
    return figure_bytes(draw_polar_maps(picture_panels(content), options), "png")


def plain_key_picture(
    content: ReportContent,
    *,
    letters_points: float,
    panel_inches: float = 4.0,
    panel_px: int = 600,
) -> bytes:
    """Return the discs alone, for a page that says in words what they show.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    letters_points : float, points, 0 to 40
        Of the smallest letters beside a disc of four inches.
    panel_inches : float, inches, 4 to 12
        Width of one disc's panel.
    panel_px : int, pixels, 200 to 2000
        Width of one disc's panel.

    Returns
    -------
    bytes
        PNG; `picture_caption` has the words that belong below it.
    """
    options = DrawingOptions(
        panel_px=panel_px,
        shows_territories=True,
        wording=_wording(content),
        shows_captions=False,
        least_letters_points=letters_points,
        panel_inches=panel_inches,
    )
    return figure_bytes(draw_polar_maps(picture_panels(content), options), "png")


def _wording(content: ReportContent) -> Wording:
    _ = catalogue(content.language, "report").gettext
    anterior, septal, inferior, lateral = wall_words(content.language)
    return Wording(
        anterior=anterior,
        septal=septal,
        inferior=inferior,
        lateral=lateral,
        uptake=_("Uptake, % of the map's {percentile}th percentile"),
        uptake_of=_("Uptake, % of {reference}"),
        uptake_unscaled=_("Uptake, %"),
        difference=_("Stress − rest, percentage points"),
        table=_("Colour table"),
        orientation=_("apex in the centre, base at the rim"),
        hatched=_("hatched: not sampled"),
        purpose=_("Research use only, not for diagnosis"),
        simulated=_("SIMULATED"),
        model=_("17 segments (AHA)"),
    )
