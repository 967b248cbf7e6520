"""From a drawing to probabilities, inside the network: the same at home and abroad."""

from typing import Any

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.calibration import Sigmoid
from myomap.learning.optional import optional_module

__all__ = ["logits_of_pictures", "probabilities", "resizing_matrix"]

_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)
"""Of ImageNet's channels, which its weights expect."""

_SMALLEST = 1e-6
"""How far `calibration.logit` keeps probabilities from 0 and 1."""


def resizing_matrix(n_from: int, n_to: int) -> FloatArray:
    """Return how a row of pixels becomes a longer or a shorter one.

    Linear between pixels; where pixels become fewer, each new one is the weighted mean
    of all old ones that it covers. As a matrix it is the same wherever it is run.

    Parameters
    ----------
    n_from, n_to : int
        Pixels before and after.

    Returns
    -------
    (n_to, n_from)
        Each row of sum 1.

    Examples
    --------
    >>> resizing_matrix(2, 4)
    array([[1.  , 0.  ],
           [0.75, 0.25],
           [0.25, 0.75],
           [0.  , 1.  ]])
    >>> resizing_matrix(4, 2).sum(axis=1)
    array([1., 1.])
    """
    scale = n_from / n_to
    place = (np.arange(n_to) + 0.5) * scale - 0.5
    if scale <= 1.0:
        place = np.clip(place, 0.0, n_from - 1.0)
    reach = max(scale, 1.0)
    distance = np.abs(np.arange(n_from)[None, :] - place[:, None]) / reach
    weight = np.maximum(1.0 - distance, 0.0)
    resized: FloatArray = weight / weight.sum(axis=1, keepdims=True)
    return resized


def logits_of_pictures(network: Any, matrices: tuple[Any, Any], rgb: Any) -> Any:
    """Return what a network says of drawings.

    Parameters
    ----------
    network : torch module
        From pictures to logits.
    matrices : tuple of tensor
        Of `resizing_matrix`, for rows and for columns.
    rgb : (sample, 3, row, column) tensor
        0 to 255.

    Returns
    -------
    (sample, output) tensor
        Logits.
    """
    torch = optional_module("torch")
    rows, columns = matrices
    shown = rgb.to(torch.float32) / 255.0
    resized = torch.matmul(torch.matmul(rows, shown), columns.T)
    mean = torch.tensor(_MEAN, device=rgb.device).reshape(1, 3, 1, 1)
    deviation = torch.tensor(_DEVIATION, device=rgb.device).reshape(1, 3, 1, 1)
    return network((resized - mean) / deviation)


def probabilities(logits: Any, curve: Sigmoid | None = None) -> Any:
    """Return probabilities from logits, in double precision.

    Parameters
    ----------
    logits : (sample, output) tensor
        One output for two classes, else one a class.
    curve : Sigmoid or None
        Calibration of the second of two classes.

    Returns
    -------
    (sample, class) tensor
        Each row of sum 1.
    """
    torch = optional_module("torch")
    exact = logits.to(torch.float64)
    if logits.shape[1] > 1:
        return torch.softmax(exact, dim=1)
    if curve is None:
        return torch.cat([torch.sigmoid(-exact), torch.sigmoid(exact)], dim=1)
    low, high = _SMALLEST, 1.0 - _SMALLEST
    positive = torch.sigmoid(exact).clamp(low, high)
    negative = torch.sigmoid(-exact).clamp(low, high)
    log_odds = torch.log(positive / negative) * curve.slope + curve.intercept
    return torch.cat([torch.sigmoid(-log_odds), torch.sigmoid(log_odds)], dim=1)
