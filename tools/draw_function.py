"""Draw docs/pictures/function.png: the beat of a simulated patient with infarction.

python tools/draw_function.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from myomap.phantom import Disease
from myomap.polarmap import DrawingOptions
from myomap.reading import read, write_reading
from myomap.simulation import SimulationOptions, simulate_cohort

PAGE = Path("docs/pictures/function.png")


def main() -> None:
    """Simulate, read rest and keep one of the pictures."""
    with TemporaryDirectory() as folder:
        cohort, out = Path(folder) / "cohort", Path(folder) / "out"
        options = SimulationOptions(
            n_patients=1, seed=5, disease=Disease.INFARCTION, n_gates=8
        )
        simulate_cohort(options, cohort)
        (patient,) = (cohort / "patients").iterdir()
        reading = read([patient / "rest.dcm", patient / "attenuation_map.dcm"])
        write_reading(reading, out, drawing=DrawingOptions(panel_px=400))
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_bytes((out / "function.png").read_bytes())


if __name__ == "__main__":
    main()
