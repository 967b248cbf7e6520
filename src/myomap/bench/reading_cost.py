"""What a reading costs, and whether it is the same in every process."""

import hashlib
import os
import subprocess
import sys
from typing import Final

from myomap.bench.figures import Figure, at_most, without_target
from myomap.bench.measure import cpu_seconds, usage_of_child
from myomap.bench.reading_cases import maps_of, shifted_lessons
from myomap.inference import Bundle, pair_of_maps, read_pairs
from myomap.records import State

__all__ = ["cost_figures", "fingerprint"]

MOST_MS: Final = 20.0
MOST_COLD_S: Final = 2.5
_N_TIMED: Final = 50
_N_COMPARED: Final = 20
_COLD: Final = """
import numpy as np, tempfile, pathlib
from myomap.cli import main
import sys
with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    ring = np.linspace(60, 90, 32, dtype=np.float32)[:, None]
    for name in ("stress", "rest"):
        np.save(place / f"{name}.npy", np.repeat(ring, 72, axis=1))
    sys.argv = ["myomap", "read", "--stress", str(place / "stress.npy"), "--rest",
                str(place / "rest.npy"), "--json", str(place / "found.json")]
    main()
"""
_AGAIN: Final = """
from myomap.bench.reading_cost import fingerprint
from myomap.inference import shipped_reader
print(fingerprint(shipped_reader(), {seed}))
"""


def cost_figures(bundle: Bundle, seed: int) -> list[Figure]:
    """Return processor time of reading, and whether bits are the same elsewhere.

    Parameters
    ----------
    bundle : Bundle
        The reading network that comes with the package.
    seed : int
        Of the patients.

    Returns
    -------
    list of Figure
        Of maps in memory, of the whole command on two maps, and of two processes with
        other numbers of threads.
    """
    shown = next(shifted_lessons(seed, _N_TIMED, corrected=True))
    patients = [maps_of(shown.pairs, place) for place in range(_N_TIMED)]

    def read_all() -> None:
        for maps in patients:
            pairs = pair_of_maps(
                maps[State.STRESS],
                maps[State.REST],
                sex=None,
                attenuation_corrected=None,
            )
            read_pairs(bundle, pairs)

    read_all()
    _, seconds = cpu_seconds(read_all)
    found = {fingerprint(bundle, seed), *(_elsewhere(seed, n) for n in ("1", "4"))}
    return [
        at_most(
            "reading a pair of maps with intervals, warm, CPU",
            1000.0 * seconds / _N_TIMED,
            "ms",
            MOST_MS,
        ),
        at_most(
            "myomap read on two maps, cold, CPU",
            usage_of_child(["-c", _COLD]).cpu_s,
            "s",
            MOST_COLD_S,
        ),
        at_most(
            "other answers in two more processes with 1 and 4 threads",
            float(len(found) - 1),
            "",
            0.0,
        ),
        without_target("size of the bundle", bundle.card.model.size_bytes / 1e6, "MB"),
    ]


def fingerprint(bundle: Bundle, seed: int) -> str:
    """Return a hash of all that is said of some patients.

    Parameters
    ----------
    bundle : Bundle
        Of a reading network.
    seed : int
        Of the patients.

    Returns
    -------
    str
        The same where every bit is the same.
    """
    told = hashlib.sha256()
    for shown in shifted_lessons(seed, _N_COMPARED, corrected=False):
        for each in read_pairs(bundle, shown.pairs):
            told.update(repr((each.classes, each.interval, each.doubt)).encode())
            told.update(each.mask.tobytes() + each.chance.tobytes())
    return told.hexdigest()


def _elsewhere(seed: int, n_threads: str) -> str:
    threads = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), n_threads
    )
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN.format(seed=seed)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **threads},
    )
    return done.stdout.strip()
