"""What a map costs: processor time and memory from a DICOM file to the polar map."""

import statistics
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from myomap.bench.figures import BenchOptions, Figure, at_most
from myomap.bench.measure import cpu_seconds, usage_of_child
from myomap.dicom import SeriesHeader, read_dicom, write_recon_tomo
from myomap.phantom import draw_imaging, draw_ordinary, render_volume
from myomap.polarmap import sample_polar_map
from myomap.records import PolarMap, State, Volume
from myomap.ventricle import find_ventricle

__all__ = ["cost_figures", "map_from_dicom"]

CPU_LIMIT_S = 0.6
MEMORY_LIMIT_MB = 400.0
N_FILES = 20

_CHILD = """
import sys
from pathlib import Path
from myomap.bench.ventricle_cost import map_from_dicom
map_from_dicom(Path(sys.argv[1]).read_bytes())
"""


def map_from_dicom(data: bytes) -> PolarMap:
    """Return the polar map of a reconstructed volume's file.

    Parameters
    ----------
    data : bytes
        Of a NM RECON TOMO object.

    Returns
    -------
    PolarMap
        Of the ventricle found in it.

    Raises
    ------
    TypeError
        If the file holds no volume.
    """
    volume = read_dicom(data).input.data
    if not isinstance(volume, Volume):
        raise TypeError(f"Expected a volume, found {volume!r}.")
    ventricle = find_ventricle(volume)
    return sample_polar_map(ventricle.volume, ventricle)


def cost_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return processor time and memory of one volume from file to map.

    Parameters
    ----------
    options : BenchOptions
        At most `n_cases` files, 20 unless told, of 64 x 64 x 64 voxels.

    Returns
    -------
    tuple of Figure
        Time in a process that has made a map before, and peak memory of a fresh one.
    """
    n_files = min(N_FILES, options.n_cases or N_FILES)
    files = [_file(options.seed, case) for case in range(n_files)]
    map_from_dicom(files[0])
    times = [cpu_seconds(partial(map_from_dicom, data))[1] for data in files]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "volume.dcm"
        path.write_bytes(files[0])
        usage = usage_of_child(["-c", _CHILD, str(path)])
    peak_mb = float("nan") if usage.exit_status else usage.peak_mb
    return (
        at_most(
            "DICOM file to polar map, CPU, median",
            statistics.median(times),
            "s",
            CPU_LIMIT_S,
        ),
        at_most("DICOM file to polar map, peak memory", peak_mb, "MB", MEMORY_LIMIT_MB),
    )


def _file(seed: int, case: int) -> bytes:
    """Return the file of one ordinary patient."""
    rng = np.random.default_rng([seed, 4, case])
    volume = render_volume(draw_ordinary(rng), None, draw_imaging(rng))
    header = SeriesHeader(patient_id="SIMULATED", state=State.REST)
    return write_recon_tomo(volume, header)
