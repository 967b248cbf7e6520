"""Questions with known answers: whether a model computes here what it did at home."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import ModelError
from myomap.geometry import FloatArray
from myomap.inference.card import Card
from myomap.inference.card_parts import MapsInput, PictureInput
from myomap.inference.reading_input import ChannelArray, MapPairs, channels_of
from myomap.records import N_ANGLES, N_RINGS, PictureArray

__all__ = [
    "question_channels",
    "question_pictures",
    "question_rows",
    "require_known_answers",
]


def question_pictures(height_px: int, width_px: int) -> PictureArray:
    """Return two patterns that no patient has and that need no random numbers.

    Parameters
    ----------
    height_px, width_px : int
        Of a drawing.

    Returns
    -------
    (2, row, column, 3), uint8
        A slope in each colour, and a chequered one.
    """
    row, column = np.indices((height_px, width_px))
    across, down = column * 255 // (width_px - 1), row * 255 // (height_px - 1)
    slope = np.stack([across, down, 255 - across], axis=-1)
    fields = ((row // 8 + column // 8) % 2) * 200
    chequered = np.stack([fields, 255 - fields, down // 2], axis=-1)
    return np.stack([slope, chequered]).astype(np.uint8)


def question_channels() -> ChannelArray:
    """Return two pairs of maps that no patient has, as channels.

    Returns
    -------
    (2, channel, 32, 72), float32
        A slope with stress and rest, and a chequered one with stress alone.
    """
    ring, angle = np.indices((N_RINGS, N_ANGLES))
    slope = 40.0 + ring + 0.25 * np.abs(angle - 36)
    fields = 30.0 + 50.0 * ((ring // 8 + angle // 9) % 2)
    stress = np.stack([slope, fields])
    uptake = np.stack([stress, np.stack([slope + 5.0, 0.0 * fields])], axis=1)
    known = uptake > 0
    pairs = MapPairs(
        uptake=uptake.astype(np.float32),
        known=known,
        area=known.astype(np.float32)
        * np.array([[1.0], [0.0]], np.float32)[:, :, None, None],
        sex=np.array([1.0, 0.0], np.float32),
        corrected=np.array([-1.0, 1.0], np.float32),
        picture=np.array([0.0, 1.0], np.float32),
    )
    return channels_of(pairs)[0]


def question_rows(card: Card) -> NDArray[Any]:
    """Return what the self-test asks, as the model's graph takes it.

    Parameters
    ----------
    card : Card
        With its self-test.

    Returns
    -------
    (question, feature), (question, row, column, 3) or (question, channel, 32, 72)
        NaN for a feature that is not known.
    """
    given = card.input
    if isinstance(given, PictureInput):
        return question_pictures(given.height_px, given.width_px)
    if isinstance(given, MapsInput):
        return question_channels()
    # What is None there becomes NaN here.
    return np.array(card.self_test.rows, dtype=np.float64)


def require_known_answers(
    card: Card, ask: Callable[[NDArray[Any]], FloatArray]
) -> None:
    """Refuse a model that does not give the answers of its card.

    Parameters
    ----------
    card : Card
        With its self-test.
    ask : callable
        From what the graph takes to probabilities.

    Raises
    ------
    ModelError
        If any probability differs by more than the card's tolerance.
    """
    expected = np.array(card.self_test.expected)
    found = ask(question_rows(card))
    if found.shape != expected.shape:
        raise ModelError(
            f"The model answers in another shape than its card says: found "
            f"{found.shape}, expected {expected.shape}. Export it again."
        )
    difference = float(np.abs(found - expected).max())
    if difference > card.self_test.tolerance:
        raise ModelError(
            f"The model fails its self-test: its answers differ by {difference:.2g}, "
            f"expected at most {card.self_test.tolerance:.2g}. Do not use it on this "
            "machine: export it again, or install the versions that its card names."
        )
