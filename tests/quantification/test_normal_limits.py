import json
from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import GeometryError, InputError, OutputExistsError
from myomap.quantification import (
    BuildOptions,
    CaseSource,
    LimitsMethod,
    MapFacts,
    build_limits,
    choose_limits,
    limits_from_bytes,
    limits_to_bytes,
    load_limits,
    save_limits,
)
from myomap.records import Sex, State
from normal_cases import SHAPE, limits_of, normal_maps, population_of
from polar_maps import defect, healthy_uptake, map_of

RAW = BuildOptions(smoothing_deg=0, smoothing_rings=0, prior_cases=0)


def test_mean_and_deviation_are_those_the_maps_were_drawn_with():
    limits = build_limits(normal_maps(60, spread=0.05), population_of())
    mean = limits.mean_percent / limits.mean_percent.mean()
    assert np.abs(mean - healthy_uptake() / healthy_uptake().mean()).max() < 0.03
    relative = limits.deviation_percent / limits.mean_percent
    # 0.80 standard deviations of 5 %.
    assert relative.mean() == pytest.approx(0.05 * np.sqrt(2 / np.pi), rel=0.03)
    assert limits.spread_percent.mean() / limits.mean_percent.mean() == pytest.approx(
        0.05, rel=0.03
    )


def test_the_scale_of_a_case_does_not_matter():
    scales = np.linspace(0.4, 2.5, 30)
    even = build_limits(normal_maps(30), population_of())
    uneven = build_limits(normal_maps(30, scales=scales), population_of())
    ratio = uneven.mean_percent / even.mean_percent
    assert ratio.std() / ratio.mean() < 0.002
    relative = uneven.deviation_percent / uneven.mean_percent
    assert relative.mean() == pytest.approx(
        (even.deviation_percent / even.mean_percent).mean(), rel=0.01
    )


def test_a_case_with_a_defect_is_scaled_by_its_healthy_part():
    maps = normal_maps(30)
    ill = map_of(maps[0].uptake_percent * (1 - defect(0.6)))
    healthy = build_limits(maps, population_of(), RAW)
    with_ill = build_limits([ill, *maps[1:]], population_of(), RAW)
    far = defect(1.0) < 0.001
    change = with_ill.mean_percent[far] / healthy.mean_percent[far]
    assert np.abs(change - 1).max() < 0.003


def test_few_cases_widen_the_spread_and_shrink_it_to_the_ring():
    ten, eighty = (build_limits(normal_maps(n), population_of(), RAW) for n in (10, 80))
    assert ten.deviation_percent.mean() > eighty.deviation_percent.mean()
    steadied = build_limits(
        normal_maps(10), population_of(), replace(RAW, prior_cases=1000)
    )
    ragged, even = (
        (each.deviation_percent / each.mean_percent).std(axis=1).mean()
        for each in (ten, steadied)
    )
    assert even < 0.05 * ragged


def test_left_out_normals_pass_and_strange_ones_are_counted():
    maps = normal_maps(20)
    assert build_limits(maps, population_of()).false_positive_rate == 0
    strange = map_of(healthy_uptake() * (1 - defect(0.7, size=(0.5, 60.0))))
    limits = build_limits([*maps, strange], population_of())
    assert limits.false_positive_rate == pytest.approx(1 / 21)


def test_limits_of_a_mixed_population_are_near_those_of_its_healthy_part():
    maps = normal_maps(40)
    ill = [
        map_of(each.uptake_percent * (1 - defect(0.6, centre=(0.6, 30.0 * index))))
        for index, each in enumerate(maps[:12])
    ]
    mixed = [*ill, *maps[12:]]
    truth = build_limits(maps, population_of())
    options = BuildOptions(method=LimitsMethod.MIXED)
    robust = build_limits(mixed, population_of(), options)
    naive = build_limits(mixed, population_of())
    assert np.abs(robust.mean_percent / truth.mean_percent - 1).max() < 0.025
    wide = (naive.deviation_percent / truth.deviation_percent).max()
    steady = (robust.deviation_percent / truth.deviation_percent).max()
    assert steady < 1.3 < wide


def test_too_few_wrong_or_empty_maps_are_refused():
    with pytest.raises(InputError, match="found 9, expected at least 10"):
        build_limits(normal_maps(9), population_of())
    rest = normal_maps(12, state=State.REST)
    with pytest.raises(InputError, match="12 of 12 maps"):
        build_limits(rest, population_of(State.STRESS))
    dark = [map_of(np.zeros(SHAPE)), *normal_maps(12)]
    with pytest.raises(GeometryError, match="1 of 13 maps hold no uptake"):
        build_limits(dark, population_of())
    blind = np.ones(SHAPE, bool)
    blind[0] = False
    with pytest.raises(InputError, match="0 % of the cases"):
        build_limits([map_of(80.0, valid=blind)] * 12, population_of())


def test_limits_without_spread_are_refused():
    with pytest.raises(GeometryError, match="not positive everywhere"):
        limits_of(80.0, 0.0)


# --- the file ---


def test_a_file_gives_back_the_limits_that_were_built(tmp_path):
    built = build_limits(
        normal_maps(12), population_of(), source=CaseSource(told="Us.")
    )
    save_limits(tmp_path / "ours.json", "ours", (built,))
    found = load_limits(tmp_path / "ours.json")
    assert found.name == "ours"
    (limits,) = found.sets
    np.testing.assert_array_equal(limits.mean_percent, built.mean_percent)
    np.testing.assert_array_equal(limits.deviation_percent, built.deviation_percent)
    assert limits.population == built.population
    assert limits.provenance == built.provenance
    assert limits.n_cases == 12
    with pytest.raises(OutputExistsError):
        save_limits(tmp_path / "ours.json", "ours", (built,))


def _changed(data, change):
    document = json.loads(data)
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["sets"][0].update(n_cases=51), "changed or cut"),
        (lambda d: d.update(name="other"), "changed or cut"),
        (lambda d: d.update(schema="myomap.normals/2"), "schema myomap.normals/1"),
        (lambda d: d.update(more=1), "fields that are missing"),
        (lambda d: d.pop("sets"), "fields that are missing"),
        (lambda d: d["sets"][0].update(n_cases="50"), "fields that are"),
        (lambda d: d.update(name="ours\x1b[2J"), "fields that are"),
        (lambda d: d["sets"][0]["provenance"].update(source="\x9b2J"), "fields"),
        (lambda d: d["sets"][0].update(false_positive_rate=float("nan")), "fields"),
    ],
)
def test_a_file_that_was_changed_is_refused(change, words):
    data = limits_to_bytes("ours", (limits_of(),))
    with pytest.raises(InputError, match=words):
        limits_from_bytes(_changed(data, change))


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[1]", b"{}", b"[" * 100_000, b'{"schema": 1}']
)
def test_bytes_that_are_no_limits_are_refused(data):
    with pytest.raises(InputError, match="normal limits"):
        limits_from_bytes(data)


def test_arrays_of_a_wrong_size_are_refused_even_with_a_right_hash():
    from myomap.quantification.limits_file import _digest

    for text, words in (("AAAA", "wrong size"), ("%%%%", "no base64")):
        document = json.loads(limits_to_bytes("ours", (limits_of(),)))
        document["sets"][0]["mean_percent"] = text
        document["sha256"] = _digest(document)
        with pytest.raises(InputError, match=words):
            limits_from_bytes(json.dumps(document).encode())


def test_a_missing_file_is_refused_without_its_path(tmp_path):
    with pytest.raises(InputError) as caught:
        load_limits(tmp_path / "jane_doe.json")
    assert "jane" not in str(caught.value)


# --- the choice ---


def _codes(sets, **facts):
    facts = {
        "state": State.STRESS, "sex": Sex.FEMALE, "attenuation_corrected": True,
        "tracer": "Tc-99m", "reconstruction": "osem", "camera": "large",
    } | facts  # fmt: skip
    chosen = choose_limits(sets, MapFacts(**facts))
    return chosen.limits, [caution.code for caution in chosen.cautions]


SETS = (
    limits_of(sex=Sex.FEMALE),
    limits_of(sex=Sex.MALE),
    limits_of(sex=None),
    limits_of(sex=Sex.MALE, attenuation_corrected=False),
    limits_of(state=State.REST),
)


def test_the_set_that_fits_is_chosen_without_a_word():
    assert _codes(SETS) == (SETS[0], [])
    assert _codes(SETS, sex=Sex.MALE) == (SETS[1], [])
    assert _codes(SETS, state=State.REST) == (SETS[4], [])


def test_attenuation_weighs_more_than_sex():
    found = _codes(SETS, attenuation_corrected=False)
    assert found == (SETS[3], ["limits-other-sex"])


def test_what_is_not_known_is_said():
    assert _codes(SETS, sex=None) == (SETS[2], [])
    limits, codes = _codes(SETS[:2], sex=None)
    assert (limits, codes) == (SETS[0], ["limits-other-sex"])
    limits, codes = _codes(SETS, attenuation_corrected=None)
    assert limits is SETS[3]
    assert "limits-correction-unknown" in codes


def test_every_mismatch_is_a_caution():
    one = limits_of(n_cases=12, is_simulated=True)
    _, codes = _codes(
        [one], camera="small", reconstruction="fbp", tracer="Tl-201",
        attenuation_corrected=False,
    )  # fmt: skip
    assert codes == [
        "limits-simulated", "limits-other-correction", "limits-other-tracer",
        "limits-other-reconstruction", "limits-other-camera", "limits-few-cases",
    ]  # fmt: skip


def test_limits_without_the_state_are_refused():
    with pytest.raises(InputError, match="no set for rest"):
        _codes(SETS[:4], state=State.REST)
