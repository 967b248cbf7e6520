"""Array types by meaning, and the checks records make of them.

===================  ==========================================  =========
alias                axes                                        unit
===================  ==========================================  =========
`ProjectionArray`    (gate, energy window, view, row, column)    counts
`VolumeArray`        (slice, row, column)                        counts
`MapArray`           (ring, angle)                               as named
`MaskArray`          (ring, angle) or (slice, row, column)       bool
===================  ==========================================  =========
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.errors import GeometryError

__all__ = [
    "MapArray",
    "MaskArray",
    "ProjectionArray",
    "VolumeArray",
    "frozen_array",
    "require_finite",
    "require_shape",
]

ProjectionArray: TypeAlias = NDArray[np.float32]
VolumeArray: TypeAlias = NDArray[np.float32]
MapArray: TypeAlias = NDArray[np.float32]
MaskArray: TypeAlias = NDArray[np.bool_]


def frozen_array(values: ArrayLike, dtype: Any) -> NDArray[Any]:
    """Return a read-only contiguous array that shares memory where it can.

    Parameters
    ----------
    values : any shape
        What to hold.
    dtype : dtype
        Type of the result.

    Returns
    -------
    same shape
        A view or copy that refuses to be written to.
    """
    array = np.ascontiguousarray(values, dtype=dtype).view()
    array.flags.writeable = False
    return array


def require_shape(
    name: str, array: NDArray[Any], expected: tuple[int | None, ...]
) -> None:
    """Raise `GeometryError` unless the array has the expected shape.

    Parameters
    ----------
    name : str
        What to call the array in the message.
    array : any shape
        The array to check.
    expected : tuple
        One number an axis; None stands for any size of at least one.

    Raises
    ------
    GeometryError
        If the number of axes or a size differs.
    """
    fits = array.ndim == len(expected) and all(
        size >= 1 if wanted is None else size == wanted
        for size, wanted in zip(array.shape, expected, strict=True)
    )
    if not fits:
        wanted_text = " x ".join("any" if n is None else str(n) for n in expected)
        found = " x ".join(str(size) for size in array.shape) or "a single number"
        raise GeometryError(
            f"{name} has the wrong shape: found {found}, expected {wanted_text}."
        )


def require_finite(name: str, array: NDArray[Any]) -> None:
    """Raise `GeometryError` if the array holds NaN or infinity.

    Parameters
    ----------
    name : str
        What to call the array in the message.
    array : any shape
        The array to check.

    Raises
    ------
    GeometryError
        If any value is not finite; the message counts them.
    """
    if not np.all(np.isfinite(array)):
        n_bad = int(np.count_nonzero(~np.isfinite(array)))
        raise GeometryError(
            f"{name} holds {n_bad} of {array.size} values that are NaN or infinite. "
            "Expected finite numbers only: export the data again."
        )
