"""Labelled maps on disk: wall patterns of invented patients, and their manifest."""

from pathlib import Path

import numpy as np

from polar_maps import defect, healthy_uptake

HEADER = "patient_id,stress,rest,label,sex,age,site\n"
LABELS = ("normal", "ischemia", "infarction", "mixed")


def noisy_map(
    rng: np.random.Generator, depth_percent: float
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Return a map with a defect and a pattern that no other patient has."""
    spots = rng.normal(0.0, 1.0, size=(8, 9)).repeat(4, axis=0).repeat(8, axis=1)
    uptake = healthy_uptake() - defect(depth_percent) + 4.0 * spots
    return np.clip(uptake, 1.0, 120.0).astype(np.float32)


def write_cohort(
    folder: Path, n_patients: int = 24, seed: int = 0, prefix: str = "P"
) -> Path:
    """Write stress and rest maps, and a manifest of all four labels in turn."""
    rng = np.random.default_rng(seed)
    rows = [HEADER]
    for number in range(n_patients):
        label = LABELS[number % 4] if number % 3 else "normal"
        place = folder / f"p{number}"
        place.mkdir(parents=True)
        depths = {
            "normal": (0.0, 0.0),
            "ischemia": (45.0, 5.0),
            "infarction": (45.0, 45.0),
            "mixed": (60.0, 30.0),
        }[label]
        for name, depth in zip(("stress", "rest"), depths, strict=True):
            np.save(place / f"{name}.npy", noisy_map(rng, depth))
        sex, age, site = "FM"[number % 2], 40 + number, "AB"[number % 2]
        rows.append(
            f"{prefix}{number:03d},p{number}/stress.npy,p{number}/rest.npy,{label},{sex},"
            f"{age},{site}\n"
        )
    manifest = folder / "manifest.csv"
    manifest.write_text("".join(rows), encoding="utf-8")
    return manifest
