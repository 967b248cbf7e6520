"""Facts of the acquisition: maker, camera, tracer, attenuation correction, time.

Maker, camera and tracer are free text in DICOM. Only names that are known here pass;
whatever else stands in the field is left out, since it may be anybody's.
"""

import re
from datetime import date, datetime, time
from typing import Final

from myomap.dicom.gating import read_gating
from myomap.dicom.header import Header
from myomap.dicom.patient import parse_date
from myomap.dicom.simulated import is_simulated
from myomap.dicom.words import has_phrase
from myomap.errors import DicomError
from myomap.records import AcquisitionFacts

__all__ = ["find_tracer", "read_facts"]

_MAKERS: Final = (
    ("ge med", "GE"),
    ("ge health", "GE"),
    ("gems", "GE"),
    ("siemens", "Siemens"),
    ("philips", "Philips"),
    ("adac", "ADAC"),
    ("picker", "Picker"),
    ("marconi", "Marconi"),
    ("spectrum dynamics", "Spectrum Dynamics"),
    ("mediso", "Mediso"),
    ("toshiba", "Toshiba"),
    ("canon", "Canon"),
    ("digirad", "Digirad"),
    ("elscint", "Elscint"),
    ("hermes", "Hermes"),
    ("intermedical", "Intermedical"),
    ("myomap", "myomap"),
)

_CAMERAS: Final = re.compile(
    r"discovery(?: nm)?(?:/ct)? ?(?:530c?|570c|630|640|670|670 ?pro|870)|ufc"
    r"|nm(?:/ct)? ?(?:530c|570c|630|640|670|830|840|850|860|870)|ventri|infinia"
    r"|millennium|myosight|varicam|optima|starguide|xeleris"
    r"|symbia(?: intevo| evo| t\d{0,2}| s)?|e\.?cam|c\.?cam|cardiomd"
    r"|brightview(?: xct)?|precedence|forte|vertex|skylight|irix|axis"
    r"|prism(?: ?\d{3,4})?|d-?spect|veriton|anyscan|nucline|gca-? ?\d{4}|cardius"
)

_TRACERS: Final = (
    (frozenset({"sestamibi", "mibi", "cardiolite"}), "Tc-99m sestamibi"),
    (frozenset({"tetrofosmin", "myoview"}), "Tc-99m tetrofosmin"),
    (frozenset({"thallium", "thallous", "tl", "thallous chloride"}), "Tl-201"),
    (frozenset({"tc", "technetium", "pertechnetate", "tc m"}), "Tc-99m"),
)

_TRACER_CODES: Final = {
    "424299003": "Tc-99m sestamibi",
    "C-163AB": "Tc-99m sestamibi",
    "424118002": "Tc-99m tetrofosmin",
    "C-163AD": "Tc-99m tetrofosmin",
    "353842007": "Tl-201",
    "73685002": "Tl-201",
    "60057003": "Tl-201",
    "C-138A9": "Tl-201",
    "C-B1130": "Tl-201",
    "C-B1231": "Tl-201",
    "72454006": "Tc-99m",
    "C-163A8": "Tc-99m",
}

_COLLIMATORS: Final[tuple[tuple[str, str | None], ...]] = (
    ("ultra", None),
    ("medium", None),
    ("lehr", "LEHR"),
    ("high res", "LEHR"),
    ("leap", "LEAP"),
    ("legp", "LEAP"),
    ("all purpose", "LEAP"),
    ("general purpose", "LEAP"),
)
"""The first mark that a name bears decides; None for what is another kind."""

_DATED: Final = ("Acquisition", "Series", "Study")
"""Whose dates tell the day, the nearest to the acquisition first."""

_NOT_CORRECTED: Final = frozenset(
    {"nac", "noac", "no ac", "non ac", "nonac", "uncorrected", "irnc", "nc"}
)
_CORRECTED: Final = frozenset({"ac", "irac", "ctac", "attenuation corrected", "acsc"})


def read_facts(header: Header, n_gates: int) -> AcquisitionFacts:
    """Return what the header says of the acquisition.

    Parameters
    ----------
    header : Header
        Of the whole object.
    n_gates : int
        Gates that its frames hold.

    Returns
    -------
    AcquisitionFacts
        None wherever the header is silent or holds a name not known here.
    """
    maker = header.text("Manufacturer").casefold()
    camera = _CAMERAS.search(header.text("ManufacturerModelName").casefold())
    return AcquisitionFacts(
        manufacturer=next((name for mark, name in _MAKERS if mark in maker), None),
        camera=camera[0].upper() if camera else None,
        tracer=find_tracer(header),
        dose=_dose(header),
        collimator=_collimator(header),
        attenuation_corrected=_attenuation_corrected(header),
        n_gates=n_gates,
        gating=read_gating(header) if n_gates > 1 else None,
        acquired_at=_acquired_at(header),
        acquired_on=_acquired_on(header),
        is_simulated=is_simulated(header),
    )


def _dose(header: Header) -> float | None:
    """Return the only dose above zero; what cannot be read costs no study."""
    found = set()
    for item in header.items("RadiopharmaceuticalInformationSequence"):
        try:
            value = item.number("RadionuclideTotalDose")
        except DicomError:
            continue
        if value is not None and value > 0:
            found.add(value)
    return found.pop() if len(found) == 1 else None


def _collimator(header: Header) -> str | None:
    """Return the kind of collimator if all detectors name one kind known here."""
    places = (header, *header.items("DetectorInformationSequence"))
    names = [place.text("CollimatorGridName").casefold() for place in places]
    kinds = {
        next((kind for mark, kind in _COLLIMATORS if mark in name), None)
        for name in names
        if name
    }
    return kinds.pop() if len(kinds) == 1 else None


def find_tracer(header: Header) -> str | None:
    """Return the tracer's usual name, or its nuclide's; None where unknown.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    str or None
        ``"Tc-99m sestamibi"``, ``"Tc-99m tetrofosmin"``, ``"Tl-201"`` or ``"Tc-99m"``;
        None also where two nuclides are named.
    """
    found = set(_tracers_in(header.text("Radiopharmaceutical")))
    for item in header.items("RadiopharmaceuticalInformationSequence"):
        found.update(_tracers_in(item.text("Radiopharmaceutical")))
        for keyword in ("RadiopharmaceuticalCodeSequence", "RadionuclideCodeSequence"):
            for code in item.items(keyword):
                found.update(_tracers_in(code.text("CodeMeaning")))
                found.add(_TRACER_CODES.get(code.text("CodeValue"), ""))
    found.discard("")
    if len({name[:6] for name in found}) != 1:
        return None
    return max(found, key=len)


def _tracers_in(text: str) -> list[str]:
    return [name for words, name in _TRACERS if has_phrase(text, words)]


def _attenuation_corrected(header: Header) -> bool | None:
    corrections = [text.upper() for text in header.texts("CorrectedImage") if text]
    if corrections:
        return "ATTN" in corrections
    if header.has("AttenuationCorrectionMethod"):
        method = header.code_string("AttenuationCorrectionMethod")
        return not method.startswith(("NO", "NAC"))
    for keyword in ("SeriesDescription", "ImageID"):
        text = header.text(keyword)
        if has_phrase(text, _NOT_CORRECTED):
            return False
        if has_phrase(text, _CORRECTED):
            return True
    return None


def _acquired_at(header: Header) -> datetime | None:
    stamp = header.text("AcquisitionDateTime")
    candidates = (
        (stamp[:8], stamp[8:].split("+")[0].split("-")[0]),
        (header.text("AcquisitionDate"), header.text("AcquisitionTime")),
        (header.text("SeriesDate"), header.text("SeriesTime")),
    )
    for day_text, time_text in candidates:
        day, moment = parse_date(day_text), _parse_time(time_text)
        if day and moment:
            return datetime.combine(day, moment)
    return None


def _acquired_on(header: Header) -> date | None:
    """Return the day; stations often leave out times, and even the series' date."""
    stamp = header.text("AcquisitionDateTime")[:8]
    texts = [stamp, *(header.text(f"{of}Date") for of in _DATED)]
    return next((day for text in texts if (day := parse_date(text))), None)


def _parse_time(text: str) -> time | None:
    matched = re.fullmatch(r"(\d\d)(\d\d)(?:(\d\d)(?:\.\d{1,6})?)?", text, re.ASCII)
    if not matched:
        return None
    try:
        return time(int(matched[1]), int(matched[2]), int(matched[3] or 0))
    except ValueError:
        return None
