"""Files that are given for a model and are something else."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np


def npy(value) -> bytes:
    stream = io.BytesIO()
    np.save(stream, value, allow_pickle=True)
    return stream.getvalue()


class Exploit:
    def __reduce__(self):
        return (exec, ("raise SystemExit('a pickle was run')",))


def torch_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("archive/data.pkl", pickle.dumps(Exploit()))
        made.writestr("archive/version", "3")
    return stream.getvalue()


DISGUISES = {
    **{f"pickle {n}": (pickle.dumps(Exploit(), n), "pickle") for n in range(2, 6)},
    "object array": (npy(np.array([Exploit()], dtype=object)), "NumPy"),
    "torch": (torch_file(), "pickle"),
    "joblib in gzip": (b"\x1f\x8b\x08" + bytes(20), "gzip"),
    "catboost": (b"CBM1" + bytes(50), "CatBoost"),
    "hdf5": (b"\x89HDF\r\n\x1a\n", "HDF5"),
    "safetensors": (b"\x02\0\0\0\0\0\0\0{}", "another file"),
    "empty": (b"", "empty"),
    "text": (b"{}", "text"),
    "program": (b"\x7fELF" + bytes(20), "program"),
}
"""By kind: the bytes, and a word of the sentence that refuses them."""


def write_disguises(folder: Path) -> list[Path]:
    """Write every file; return where."""
    paths = [folder / f"{number}.zip" for number in range(len(DISGUISES))]
    for path, (data, _) in zip(paths, DISGUISES.values(), strict=True):
        path.write_bytes(data)
    return paths
