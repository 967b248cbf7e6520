"""Comparing protocols: what is made of segments whose truth is known."""

from typing import Any

import numpy as np
import pytest

from myomap.bench import BenchOptions, protocols
from myomap.bench.protocols import Crowd, judged, settings
from myomap.geometry import FloatArray
from myomap.phantom import SimulatedPatient
from myomap.reconstruction import named_protocol

AREA = "osem: diseased from healthy segments"


def crowd(rng: np.random.Generator) -> Crowd:
    female = np.arange(12) % 2 == 0
    healthy = np.arange(12) < 8
    even = np.where(female[:, None], 90.0, 70.0) + rng.normal(size=(12, 17))
    return Crowd(uptake=even, truth=np.ones((12, 17)), healthy=healthy, female=female)


def test_a_patient_is_judged_by_the_others_of_the_same_sex(
    rng: np.random.Generator,
) -> None:
    seen = crowd(rng)
    others = [i for i in range(8) if i % 2 == 0 and i != 2]
    expected = seen.uptake[2] - seen.uptake[others].mean(axis=0)
    np.testing.assert_allclose(judged(seen)[2], expected)
    assert np.abs(judged(seen)).max() < 10


def test_the_default_stands_first_and_beside_its_earlier_version() -> None:
    names = list(settings())
    assert names[0] == named_protocol("osem-psf").protocol != names[1]


def test_a_perfect_protocol_tells_every_diseased_segment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def truth_itself(patient: SimulatedPatient, chosen: Any) -> dict[str, FloatArray]:
        return {name: 100 * protocols._true_segments(patient) for name in chosen}

    monkeypatch.setattr(protocols, "_seen", truth_itself)
    result = protocols.run(BenchOptions(seed=3, n_cases=40))
    values = {figure.name: figure.value for figure in result.figures}
    assert len(values) == 4 * len(settings()) + 1
    assert values[f"{AREA}, area under the curve"] == pytest.approx(1.0, abs=0.01)
    assert values["osem: share of a deficit that is shown"] == pytest.approx(1.0)
    assert values["fbp: spread of healthy segments"] == pytest.approx(0.0, abs=0.1)
