"""Maps to draw screens from, without simulating a patient for each."""

import numpy as np

from myomap.records import State
from polar_maps import ANGLES_DEG, RADII, map_of


def smooth_maps():
    """Return maps of both states: a weak wall at stress, half as weak at rest."""
    angle = np.radians(ANGLES_DEG)
    weak = np.exp(2.0 * (np.cos(angle - 2.0) - 1.0)) * RADII[:, None]
    return {
        State.STRESS: map_of(100.0 - 60.0 * weak, state=State.STRESS),
        State.REST: map_of(100.0 - 30.0 * weak, state=State.REST),
    }
