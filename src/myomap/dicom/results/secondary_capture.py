"""A report's key picture as a captured screen, which every viewer can show."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.results.result_header import (
    NOTICE,
    ResultFacts,
    ResultKind,
    begin_result,
    reference_item,
    study_for,
)
from myomap.dicom.series import file_bytes
from myomap.errors import InputError, LimitExceededError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as PlainFont

__all__ = ["SECONDARY_CAPTURE", "secondary_capture"]

SECONDARY_CAPTURE: Final = ResultKind(
    name="capture",
    sop_class_uid="1.2.840.10008.5.1.4.1.1.7",
    modality="NM",
    series_number=9903,
    title="myomap key picture",
)

_MOST_PIXELS: Final = 25_000_000
_LEAST_SIDE: Final = 16
_BAND: Final = (120, 20, 20)


def secondary_capture(
    rgb: NDArray[np.uint8],
    source: bytes | None,
    facts: ResultFacts,
    *,
    study_seed: bytes = b"",
) -> bytes:
    """Return a picture as a Secondary Capture of the patient's study.

    A band with the words that it is not for diagnosis is drawn below the picture:
    what stands in a header alone is lost when somebody copies the screen.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        Red, green, blue.
    source : bytes or None
        One DICOM file of the patient's study; None starts a study of the pseudonym.
    facts : ResultFacts
        What is told of it.
    study_seed : bytes
        As of `encapsulated_pdf`.

    Returns
    -------
    bytes
        Of a DICOM file with uncompressed pixels, the same for the same input.

    Raises
    ------
    InputError
        If it is no picture in colour, or the source cannot be used.
    LimitExceededError
        If it is larger than any screen.

    References
    ----------
    .. [1] DICOM PS3.3 A.8.1, C.8.6.
    """
    _require_picture(rgb)
    pixels = _with_notice(rgb)
    content = np.ascontiguousarray(pixels).tobytes()
    study = study_for(source, facts, study_seed or content)
    data_set = begin_result(SECONDARY_CAPTURE, study, facts, content)
    data_set.BodyPartExamined = "HEART"
    data_set.ImageType = ["DERIVED", "SECONDARY"]
    data_set.ConversionType = "WSD"
    data_set.SecondaryCaptureDeviceManufacturer = "myomap"
    data_set.SecondaryCaptureDeviceSoftwareVersions = facts.version
    data_set.BurnedInAnnotation = "YES"
    data_set.LossyImageCompression = "00"
    data_set.PatientOrientation = ""
    data_set.ImageComments = NOTICE
    data_set.DerivationDescription = "Polar maps drawn by research software"
    item = reference_item(study)
    if len(item):
        data_set.SourceImageSequence = [item]
    data_set.SamplesPerPixel = 3
    data_set.PhotometricInterpretation = "RGB"
    data_set.PlanarConfiguration = 0
    data_set.Rows, data_set.Columns = pixels.shape[:2]
    data_set.BitsAllocated = data_set.BitsStored = 8
    data_set.HighBit = 7
    data_set.PixelRepresentation = 0
    data_set.PixelData = content + b"\0" * (len(content) % 2)
    data_set["PixelData"].VR = "OB"
    return file_bytes(data_set)


def _require_picture(rgb: NDArray[np.uint8]) -> None:
    is_color = rgb.dtype == np.uint8 and rgb.ndim == 3 and rgb.shape[2] == 3
    if not is_color or min(rgb.shape[:2]) < _LEAST_SIDE:
        raise InputError(
            f"The key picture is no picture in colour: found an array of {rgb.dtype} "
            f"{rgb.shape}, expected uint8 (row, column, 3) of at least {_LEAST_SIDE} "
            "rows and columns."
        )
    if rgb.shape[0] * rgb.shape[1] > _MOST_PIXELS or max(rgb.shape[:2]) > 60_000:
        raise LimitExceededError(
            f"The key picture is too large: found {rgb.shape[0]} x {rgb.shape[1]} "
            f"pixels, expected at most {_MOST_PIXELS}."
        )


def _with_notice(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture with a band of words below it."""
    from PIL import Image, ImageDraw, ImageFont

    width = rgb.shape[1]
    font: FreeTypeFont | PlainFont = ImageFont.load_default(
        size=max(8, min(28, width // 30))
    )
    left, top, right, bottom = font.getbbox(NOTICE)
    height = int(bottom - top) + 12
    band = Image.new("RGB", (width, height), _BAND)
    place = ((width - (right - left)) / 2 - left, 6 - top)
    ImageDraw.Draw(band).text(place, NOTICE, font=font, fill=(255, 255, 255))
    drawn = np.asarray(band, dtype=np.uint8)
    return np.concatenate([rgb, drawn], axis=0)
