"""Whether a disc looks like a polar map."""

from myomap.screenshot.interior import InteriorTraits

__all__ = ["why_no_map"]


def why_no_map(traits: InteriorTraits) -> str | None:
    """Return why a disc is no polar map, or None if nothing speaks against it.

    Parameters
    ----------
    traits : InteriorTraits
        Of its inside.

    Returns
    -------
    str or None
        Half a sentence.
    """
    rules = (
        (
            traits.n_colors < 4 or traits.commonest > 0.78 or traits.spread < 25,
            "it has hardly more than one colour",
        ),
        (
            traits.along_radius > 0.968 or traits.radial > 0.93,
            "its colours change along the radius alone, as on a target or a ball",
        ),
        (
            traits.along_radius < 0.3 or traits.angular > 0.9,
            "its colours change around the centre alone, as in a pie chart",
        ),
        (
            traits.uneven < 0.1 or traits.roughness < 0.03,
            "its colours change as evenly as a shaded ball's or a colour wheel's",
        ),
        (
            traits.off_curve > 0.82,
            "its colours lie on no scale, as in a photograph",
        ),
        (
            traits.oblique < 0.2,
            "its colours change along rings and spokes, as on a dart board",
        ),
        (
            traits.roughness > 0.6,
            "its colours change too abruptly for a heart's wall",
        ),
    )
    return next((reason for is_so, reason in rules if is_so), None)
