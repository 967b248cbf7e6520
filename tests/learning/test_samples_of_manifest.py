"""From a manifest to samples: maps or studies, features or a reason."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learning_cohort import write_cohort
from myomap.errors import InputError, OutputError
from myomap.features import FeatureSet, definitions_of_patient
from myomap.learning import (
    FEATURES,
    SEGMENTS,
    TASKS,
    Label,
    ManifestOptions,
    SamplingPlan,
    Unit,
    named_task,
    samples_elsewhere,
    samples_of_manifest,
)
from myomap.learning.doubts import doubts_of
from myomap.learning.read_case import case_from_bytes, case_to_bytes

STUDIES = SamplingPlan(
    task=TASKS["abnormal"], unit=Unit.STUDY, feature_set=FeatureSet.SCALAR
)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cohort(tmp_path_factory.mktemp("cohort") / "c", n_patients=24)


def test_a_study_is_one_sample_with_the_features_of_both_states(cohort: Path) -> None:
    samples, source = samples_of_manifest(cohort, STUDIES)
    assert samples.n_samples == samples.n_patients == 24
    names = samples.blocks[FEATURES].names
    assert names == tuple(d.name for d in definitions_of_patient(FeatureSet.SCALAR))
    assert samples.blocks[FEATURES].values.shape == (24, len(names))
    assert samples.blocks[SEGMENTS].values.shape == (24, 34)
    assert source.counts["used"] == 24
    assert not source.is_simulated


def test_a_map_is_one_sample_with_84_features_as_published(cohort: Path) -> None:
    plan = replace(STUDIES, unit=Unit.MAP, feature_set=FeatureSet.CANONICAL)
    samples, _ = samples_of_manifest(cohort, plan)
    assert (samples.n_samples, samples.n_patients) == (48, 24)
    assert samples.blocks[FEATURES].values.shape == (48, 84)
    assert samples.sample_ids[:3] == ("row 1 stress", "row 1 rest", "row 2 stress")
    assert samples.patients[0] == samples.patients[1] != samples.patients[2]


def test_segments_of_a_map_are_its_own(cohort: Path) -> None:
    plan = replace(STUDIES, unit=Unit.MAP)
    samples, _ = samples_of_manifest(cohort, plan)
    index = samples.blocks[FEATURES].names.index("segment_1_mean")
    one = samples.blocks[FEATURES].values[:, index]
    assert np.array_equal(one, samples.blocks[SEGMENTS].values[:, 0])


@pytest.mark.parametrize(
    ("task", "labels"),
    [
        ("abnormal", set(Label)),
        ("kind", {Label.ISCHEMIA, Label.INFARCTION}),
        ("classes", set(Label) - {Label.ABNORMAL}),
    ],
)
def test_a_task_leaves_out_labels_that_it_does_not_know(
    cohort: Path, task: str, labels: set[Label]
) -> None:
    plan = replace(STUDIES, task=named_task(task))
    samples, source = samples_of_manifest(cohort, plan)
    words = [line.split(",")[3] for line in cohort.read_text().splitlines()[1:]]
    expected = sum(Label(word) in labels for word in words)
    assert samples.n_samples == expected == source.counts["used"]
    assert source.counts["of another label"] == 24 - expected


def test_subgroups_name_no_site(cohort: Path) -> None:
    samples, _ = samples_of_manifest(cohort, STUDIES)
    assert set(samples.subgroups["sex"]) == {"F", "M"}
    assert set(samples.subgroups["site"]) == {"site 1", "site 2"}
    assert set(samples.subgroups["age"]) == {"under 50", "50 to 69"}


def test_studies_of_different_maps_in_one_manifest_are_told(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=12)
    whole, _ = samples_of_manifest(manifest, STUDIES)
    assert not any("same maps" in doubt for doubt in doubts_of(whole))
    lines = [line.split(",") for line in manifest.read_text().splitlines()]
    for row in lines[1:4]:
        row[2] = ""
    manifest.write_text("\n".join(",".join(row) for row in lines))
    mixed, _ = samples_of_manifest(manifest, STUDIES)
    told = [doubt for doubt in doubts_of(mixed) if "same maps" in doubt]
    assert "found samples 3 of stress, 9 of stress and rest" in told[0]


def test_published_features_need_pictures(cohort: Path) -> None:
    plan = replace(STUDIES, feature_set=FeatureSet.PAPER)
    with pytest.raises(InputError, match="--features canonical"):
        samples_of_manifest(cohort, plan)


def test_studies_that_were_read_are_kept_and_read_no_more(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ManifestOptions(store=tmp_path / "kept")
    first, _ = samples_of_manifest(cohort, STUDIES, options)
    assert len(list((tmp_path / "kept").iterdir())) == 24

    def refuse(*_: object) -> None:
        raise AssertionError("a study was read again")

    monkeypatch.setattr("myomap.learning.read_cases.read_case", refuse)
    again, _ = samples_of_manifest(cohort, STUDIES, options)
    assert again.digest() == first.digest()


def test_a_damaged_study_is_not_taken(cohort: Path, tmp_path: Path) -> None:
    options = ManifestOptions(store=tmp_path)
    samples_of_manifest(cohort, STUDIES, options)
    kept = sorted(tmp_path.iterdir())[0]
    kept.write_bytes(kept.read_bytes()[:200])
    with pytest.raises(OutputError, match="is damaged"):
        samples_of_manifest(cohort, STUDIES, options)


def test_a_case_keeps_every_bit_and_holds_no_pickle(cohort: Path) -> None:
    from myomap.learning import read_manifest
    from myomap.learning.read_case import read_case

    row = read_manifest(cohort).rows[0]
    case = read_case(row, cohort.parent)
    maps = {
        state: replace(found, color_scale="hot-iron")
        for state, found in case.maps.items()
    }
    case = replace(case, maps=maps)
    data = case_to_bytes(case)
    back = case_from_bytes(data)
    for state, found in case.maps.items():
        assert np.array_equal(back.maps[state].uptake, found.uptake)
        assert back.maps[state].color_scale == "hot-iron"
        for name, values in found.features.items():
            assert np.array_equal(
                back.maps[state].features[name], values, equal_nan=True
            )
    assert np.array_equal(back.change, case.change)


def test_what_cannot_be_read_is_told_by_row_or_left_out(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=10)
    (tmp_path / "c/p3/stress.npy").write_bytes(b"not a map")
    (tmp_path / "c/p6/rest.npy").write_bytes(b"")
    with pytest.raises(InputError, match="Row 4, column stress: cannot be") as caught:
        samples_of_manifest(manifest, STUDIES)
    assert "Row 7, column rest: cannot be read" in str(caught.value)
    assert not re.search(r"P\d|p3|p6|stress\.npy|rest\.npy", str(caught.value))
    assert str(tmp_path) not in str(caught.value)
    options = ManifestOptions(skip_unreadable=True)
    samples, source = samples_of_manifest(manifest, STUDIES, options)
    assert samples.n_patients == 8
    assert source.counts["unreadable"] == 2
    assert "2 rows could not be read" in source.remarks[0]


def test_what_reading_finds_is_told_with_maps_that_look_alike(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=10)
    whole = (tmp_path / "c/p3/stress.npy").read_bytes()
    (tmp_path / "c/p3/stress.npy").write_bytes(whole[:-100])
    uptake = np.load(tmp_path / "c/p1/rest.npy")
    np.save(tmp_path / "c/p8/rest.npy", uptake * 1.01)
    with pytest.raises(InputError, match="found 2 faults") as caught:
        samples_of_manifest(manifest, STUDIES)
    assert "Row 4: cannot be read" in str(caught.value)
    assert "Rows 2, 9: almost the same map" in str(caught.value)


def test_nothing_that_can_be_read_is_said_with_the_reasons(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=4)
    for number in range(4):
        (tmp_path / f"c/p{number}/stress.npy").write_bytes(bytes(number))
    options = ManifestOptions(skip_unreadable=True)
    with pytest.raises(InputError, match="None of 4 studies could be read") as caught:
        samples_of_manifest(manifest, STUDIES, options)
    assert re.search(r"\d × [A-Z]", str(caught.value))


def test_patients_who_are_abnormal_and_no_more_serve_the_first_task(
    tmp_path: Path,
) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=12)
    plain, _ = samples_of_manifest(manifest, STUDIES)
    told = manifest.read_text()
    vague = told.replace(",mixed,", ",abnormal,")
    n_vague = told.count(",mixed,")
    manifest.write_text(vague)
    again, source = samples_of_manifest(manifest, STUDIES)
    assert again.y.tolist() == plain.y.tolist()
    assert source.remarks == ()
    kinds, source = samples_of_manifest(manifest, replace(STUDIES, task=TASKS["kind"]))
    assert kinds.n_samples == told.count(",ischemia,") + told.count(",infarction,")
    are = "is" if n_vague == 1 else "are"
    assert f"{are} labelled abnormal and no more" in source.remarks[0]
    for word in ("ischemia", "infarction"):
        vague = vague.replace(f",{word},", ",abnormal,")
    manifest.write_text(vague)
    alone, _ = samples_of_manifest(manifest, STUDIES)
    assert alone.y.tolist() == plain.y.tolist()


def test_paths_outside_and_mixed_origin_are_remarks(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=8)
    lines = manifest.read_text().replace(",p1/", ",../c2/p1/").splitlines()
    lines = [f"{lines[0]},source", f"{lines[1]},simulated", *lines[2:]]
    lines[2:] = [f"{line}," for line in lines[2:]]
    manifest.write_text("\n".join(lines))
    write_cohort(tmp_path / "c2", n_patients=2, seed=3)
    _, source = samples_of_manifest(manifest, STUDIES)
    assert source.remarks == (
        "2 paths lie outside the manifest's folder.",
        "1 of 8 rows are of simulated patients: a model can learn who lived instead "
        "of the disease.",
    )
    assert source.is_simulated


def test_a_list_to_test_on_is_looked_at_before_any_study_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a study was read")

    monkeypatch.setattr("myomap.learning.manifest_study.read_cases", refuse)
    one = write_cohort(tmp_path / "a", n_patients=4)
    with pytest.raises(InputError, match="manifest to test on cannot be opened"):
        samples_elsewhere(one, tmp_path / "none.csv", STUDIES)
    names = write_cohort(tmp_path / "b", n_patients=4, seed=5, prefix="p-")
    with pytest.raises(InputError, match="rows 1, 2, 3, 4, which have the same iden"):
        samples_elsewhere(one, names, STUDIES)
    files = write_cohort(tmp_path / "c", n_patients=4, seed=5, prefix="Q")
    (tmp_path / "c/p2/rest.npy").write_bytes(
        (tmp_path / "a/p1/stress.npy").read_bytes()
    )
    with pytest.raises(InputError, match="row 3, which names the same file as a row"):
        samples_elsewhere(one, files, STUDIES)


def test_processes_change_nothing(cohort: Path) -> None:
    one, _ = samples_of_manifest(cohort, STUDIES)
    two, _ = samples_of_manifest(cohort, STUDIES, ManifestOptions(jobs=2))
    assert one.digest() == two.digest()


def test_a_task_without_patients_is_refused(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=4)
    text = manifest.read_text()
    for word in ("ischemia", "infarction", "mixed"):
        text = text.replace(f",{word},", ",normal,")
    manifest.write_text(text)
    with pytest.raises(InputError, match="'abnormal' has too few patients: found 0"):
        samples_of_manifest(manifest, STUDIES)
    with pytest.raises(InputError, match="No study belongs to the task 'kind'"):
        samples_of_manifest(manifest, replace(STUDIES, task=TASKS["kind"]))


def test_a_rest_map_alone_has_no_stress_features(tmp_path: Path) -> None:
    manifest = write_cohort(tmp_path / "c", n_patients=8)
    lines = manifest.read_text().splitlines()
    cells = [line.split(",") for line in lines]
    for row in cells[1:]:
        row[1] = ""
    manifest.write_text("\n".join(",".join(row) for row in cells))
    samples, _ = samples_of_manifest(manifest, STUDIES)
    names = samples.blocks[FEATURES].names
    values = samples.blocks[FEATURES].values
    stress = [k for k, name in enumerate(names) if name.startswith("stress_")]
    rest = [k for k, name in enumerate(names) if name.startswith("rest_segment")]
    assert np.isnan(values[:, stress]).all()
    assert np.isfinite(values[:, rest]).all()
