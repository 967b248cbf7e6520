"""Draw docs/pictures/judged_maps.png: what limits say of the patient of `myomap demo`.

python tools/draw_judged_maps.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from myomap.cli.demo_patient import write_demo_study
from myomap.polarmap import DrawingOptions
from myomap.reading import judge_reading, read, write_reading

PAGE = Path("docs/pictures/judged_maps.png")


def main() -> None:
    """Simulate, read, judge and keep one of the pictures."""
    with TemporaryDirectory() as folder:
        study, out = Path(folder) / "study", Path(folder) / "out"
        write_demo_study(study, seed=1, force=False)
        reading = read([study])
        drawing = DrawingOptions(panel_px=400)
        judgement = judge_reading(reading)
        write_reading(reading, out, drawing=drawing, judgement=judgement)
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_bytes((out / "judged_maps.png").read_bytes())


if __name__ == "__main__":
    main()
