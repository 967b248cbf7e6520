"""Healthy maps with a known mean and spread, and limits made of nothing but numbers."""

import numpy as np

from myomap.quantification import (
    ChosenLimits,
    LimitsMethod,
    NormalLimits,
    Population,
    Provenance,
)
from myomap.records import N_ANGLES, N_RINGS, Sex, State
from polar_maps import healthy_uptake, map_of

SHAPE = (N_RINGS, N_ANGLES)
STEADY = Provenance(
    myomap="0", method=LimitsMethod.NORMALS, source="a test", source_sha256=None,
    options="none",
)  # fmt: skip


def population_of(state=State.STRESS, **changed):
    """Return the population of a small clinic."""
    facts = {
        "sex": Sex.FEMALE, "state": state, "tracer": "Tc-99m",
        "attenuation_corrected": True, "reconstruction": "osem", "camera": "large",
        "is_simulated": False,
    }  # fmt: skip
    return Population(**{**facts, **changed})


def limits_of(mean=80.0, deviation=4.0, *, state=State.STRESS, n_cases=50, **changed):
    """Return limits of values that broadcast to (ring, angle)."""
    return NormalLimits(
        population=population_of(state, **changed),
        mean_percent=np.broadcast_to(mean, SHAPE),
        deviation_percent=np.broadcast_to(deviation, SHAPE),
        n_cases=n_cases,
        false_positive_rate=0.02,
        provenance=STEADY,
    )


def chosen_of(mean=80.0, deviation=4.0, *, state=State.STRESS):
    """Return the same as if it had been chosen, without cautions."""
    return ChosenLimits(limits=limits_of(mean, deviation, state=state), cautions=())


def normal_maps(n_cases, *, spread=0.05, seed=3, state=State.STRESS, scales=None):
    """Return healthy maps whose samples differ by a known standard deviation."""
    rng = np.random.default_rng(seed)
    scales = np.ones(n_cases) if scales is None else scales
    return [
        map_of(
            scale * healthy_uptake() * (1 + spread * rng.normal(size=SHAPE)),
            state=state,
        )
        for scale in scales
    ]


def square_defect(uptake, fraction, *, rings=(16, 32), angles=(9, 27)):
    """Return uptake with a part of the wall taken down to a fraction."""
    changed = np.array(np.broadcast_to(uptake, SHAPE), float)
    changed[rings[0] : rings[1], angles[0] : angles[1]] *= fraction
    return changed
