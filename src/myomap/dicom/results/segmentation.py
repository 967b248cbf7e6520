"""The affected area as a DICOM segmentation in the frame of the source volume."""

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.results.report_codes import LEFT_VENTRICLE, VALUES, coded
from myomap.dicom.results.result_header import (
    NOTICE,
    ResultFacts,
    ResultKind,
    begin_result,
    reference_item,
    require_moment,
    study_for,
)
from myomap.dicom.results.source_place import tells_place
from myomap.dicom.results.source_study import SourceStudy
from myomap.dicom.series import code_item, derived_uid, file_bytes
from myomap.errors import ConfigError, GeometryError, LimitExceededError
from myomap.geometry import AffineArray

if TYPE_CHECKING:
    from highdicom.seg import SegmentDescription
    from pydicom.dataset import Dataset

__all__ = ["SEGMENTATION", "LabelVolume", "segmentation"]

SEGMENTATION: Final = ResultKind(
    name="segmentation",
    sop_class_uid="1.2.840.10008.5.1.4.1.1.66.4",
    modality="SEG",
    series_number=9902,
    title="myomap affected area",
)

_LABELS: Final = {1: "reversible", 2: "fixed"}
_COLORS: Final = {1: (230, 159, 0), 2: (94, 33, 107)}
"""Red, green, blue: as on the discs of the report."""

_SINGLE_FRAME: Final = "1.2.840.10008.5.1.4.1.1.2"
_MOST_VOXELS: Final = 64_000_000
_MOST_SIDE: Final = 2048
_NOBODY: Final = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "AccessionNumber",
    "StudyID",
    "ReferringPhysicianName",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelVolume:
    """A label for every voxel.

    Parameters
    ----------
    labels : (slice, row, column), uint8
        0 none, 1 reversible, 2 fixed.
    affine : (4, 4), mm
        Takes (slice, row, column) to LPS millimetres of the source.
    drawn_by_person : bool
        Whether a physician drew it; else the software did.

    Raises
    ------
    GeometryError
        If it is no volume of these labels on a straight grid.
    LimitExceededError
        If it is larger than any volume of the heart.
    """

    labels: NDArray[np.uint8]
    affine: AffineArray
    drawn_by_person: bool = False

    def __post_init__(self) -> None:
        labels, affine = self.labels, np.asarray(self.affine, dtype=np.float64)
        if labels.ndim != 3 or labels.dtype != np.uint8 or affine.shape != (4, 4):
            raise GeometryError(
                f"The affected area is no volume: found {labels.dtype} of "
                f"{labels.ndim} axes, expected uint8 (slice, row, column) with an "
                "affine of 4 x 4."
            )
        if labels.size > _MOST_VOXELS or max(labels.shape) > _MOST_SIDE:
            raise LimitExceededError(
                f"The affected area has {labels.size} voxels; expected at most "
                f"{_MOST_VOXELS}."
            )
        if not labels.size or int(labels.max()) > max(_LABELS):
            raise GeometryError(
                "The affected area holds other labels. Expected 0 none, 1 reversible, "
                "2 fixed."
            )
        _require_straight(affine)

    @property
    def is_empty(self) -> bool:
        """Whether no voxel is affected."""
        return not bool(self.labels.any())


def segmentation(
    volume: LabelVolume,
    source: bytes | None,
    facts: ResultFacts,
    *,
    study_seed: bytes = b"",
) -> bytes:
    """Return the affected area as a segmentation of the patient's study.

    Parameters
    ----------
    volume : LabelVolume
        With at least one affected voxel.
    source : bytes or None
        The DICOM file in whose coordinates the voxels lie; None starts a study. The
        frame of reference is the source's where it tells where its own voxels lie;
        else it is a new one, so that nothing is laid on other series by mistake.
    facts : ResultFacts
        What is told of it.
    study_seed : bytes
        As of `encapsulated_pdf`.

    Returns
    -------
    bytes
        Of a DICOM file with one binary segment for each label that occurs, the same
        for the same input.

    Raises
    ------
    ConfigError
        If nothing is affected: an object without a segment would say nothing.
    InputError
        If the source cannot be used.

    References
    ----------
    .. [1] DICOM PS3.3 A.51, C.8.20.
    """
    if volume.is_empty:
        raise ConfigError(
            "No voxel is affected. Expected at least one: write no segmentation where "
            "nothing was found."
        )
    content = _content_bytes(volume)
    study = study_for(source, facts, study_seed or content)
    if source is not None and not tells_place(source):
        own = derived_uid("own frame", study.frame_of_reference_uid)
        study = replace(study, frame_of_reference_uid=own)
    header = begin_result(SEGMENTATION, study, facts, content)
    require_moment(header)
    made = _segmented(volume, study, facts, header)
    for element in header:
        made.add(element)
    if "InstanceCreationDate" not in header:
        del made.InstanceCreationDate, made.InstanceCreationTime
    for item in made.ContributingEquipmentSequence:
        # The library's own note of the clock; what it contributed stays named.
        if "ContributionDateTime" in item:
            del item.ContributionDateTime
    made.ContentQualification = "RESEARCH"
    made.InstanceNumber = 1
    _same_dimension_uid(made, derived_uid("dimensions", made.SOPInstanceUID))
    _refer_to_source(made, study)
    return file_bytes(made)


def _segmented(
    volume: LabelVolume, study: SourceStudy, facts: ResultFacts, header: "Dataset"
) -> "Dataset":
    import highdicom

    numbers = [label for label in _LABELS if bool((volume.labels == label).any())]
    renumbered = np.zeros_like(volume.labels)
    for place, label in enumerate(numbers, start=1):
        renumbered[volume.labels == label] = place
    grid = highdicom.Volume(
        array=renumbered,
        affine=np.asarray(volume.affine, dtype=np.float64),
        coordinate_system="PATIENT",
        frame_of_reference_uid=study.frame_of_reference_uid,
    )
    made: Dataset = highdicom.seg.Segmentation(
        source_images=[_stand_in(header, study, grid)],
        pixel_array=grid,
        segmentation_type="BINARY",
        segment_descriptions=[
            _description(place, label, facts, volume)
            for place, label in enumerate(numbers, start=1)
        ],
        series_instance_uid=header.SeriesInstanceUID,
        series_number=header.SeriesNumber,
        sop_instance_uid=header.SOPInstanceUID,
        instance_number=1,
        manufacturer="myomap",
        manufacturer_model_name="myomap",
        software_versions=facts.version,
        device_serial_number=facts.version,
        content_label="AFFECTED_AREA",
        content_description=NOTICE,
        content_creator_name=None,
        content_date=header.ContentDate,
        content_time=header.ContentTime,
    )
    return made


def _stand_in(header: "Dataset", study: SourceStudy, grid: Any) -> "Dataset":
    """Return what the library asks of a source: a single frame on the same grid.

    Images of nuclear medicine keep their geometry where it does not look; what refers
    to the source is written afterwards. It shows nobody: the library quotes a name
    that it does not like in a warning.
    """
    from pydicom.dataset import Dataset

    frame = Dataset()
    for keyword in _NOBODY:
        setattr(frame, keyword, "")
    frame.SpecificCharacterSet = "ISO_IR 192"
    frame.StudyInstanceUID = study.study_instance_uid
    frame.SOPClassUID = _SINGLE_FRAME
    frame.SOPInstanceUID = derived_uid("stand-in", header.SOPInstanceUID)
    frame.SeriesInstanceUID = derived_uid("stand-in series", header.SOPInstanceUID)
    frame.Modality = "CT"
    frame.StudyDate = frame.StudyTime = None
    frame.FrameOfReferenceUID = study.frame_of_reference_uid
    frame.Rows, frame.Columns = grid.spatial_shape[1:]
    frame.ImageOrientationPatient = [
        *grid.get_plane_orientation()[0].ImageOrientationPatient
    ]
    frame.ImagePositionPatient = [
        *grid.get_plane_positions()[0][0].ImagePositionPatient
    ]
    frame.PixelSpacing = [*grid.get_pixel_measures()[0].PixelSpacing]
    frame.SliceThickness = grid.get_pixel_measures()[0].SliceThickness
    return frame


def _description(
    number: int, label: int, facts: ResultFacts, volume: LabelVolume
) -> "SegmentDescription":
    import highdicom
    from highdicom.color import CIELabColor
    from highdicom.seg import SegmentDescription
    from pydicom.sr.codedict import codes

    algorithm = highdicom.AlgorithmIdentificationSequence(
        name="myomap",
        version=facts.version,
        family=codes.DCM.ArtificialIntelligence,
        source="myomap",
    )
    name = _LABELS[label]
    by = "drawn by a physician" if volume.drawn_by_person else f"myomap {facts.version}"
    return SegmentDescription(
        segment_number=number,
        segment_label=f"{name} defect, {by}",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=coded(VALUES[name]),
        algorithm_type="SEMIAUTOMATIC" if volume.drawn_by_person else "AUTOMATIC",
        algorithm_identification=algorithm,
        anatomic_regions=[coded(LEFT_VENTRICLE)],
        tracking_id=f"{name} defect",
        tracking_uid=derived_uid("tracking", name, _digest(volume)),
        display_color=CIELabColor.from_rgb(*_COLORS[label]),
    )


def _digest(volume: LabelVolume) -> str:
    return hashlib.sha256(_content_bytes(volume)).hexdigest()


def _content_bytes(volume: LabelVolume) -> bytes:
    shape = np.array(volume.labels.shape, dtype="<i8").tobytes()
    affine = np.asarray(volume.affine, dtype="<f8").tobytes()
    person = bytes([volume.drawn_by_person])
    return shape + affine + person + np.ascontiguousarray(volume.labels).tobytes()


def _same_dimension_uid(made: "Dataset", uid: str) -> None:
    """Replace the one identifier that the library draws by chance."""
    items = (*made.DimensionOrganizationSequence, *made.DimensionIndexSequence)
    for item in items:
        item.DimensionOrganizationUID = uid


def _refer_to_source(made: "Dataset", study: SourceStudy) -> None:
    from pydicom.dataset import Dataset
    from pydicom.sr.codedict import codes

    for keyword in ("ReferencedSeriesSequence", "SourceImageSequence"):
        if keyword in made:
            delattr(made, keyword)
    for group in made.PerFrameFunctionalGroupsSequence:
        if "DerivationImageSequence" in group:
            del group.DerivationImageSequence
    if study.image is None:
        return
    series = Dataset()
    series.SeriesInstanceUID = study.image.series_instance_uid
    series.ReferencedInstanceSequence = [reference_item(study)]
    made.ReferencedSeriesSequence = [series]
    source = reference_item(study)
    source.PurposeOfReferenceCodeSequence = [
        _item(codes.DCM.SourceImageForImageProcessingOperation)
    ]
    derivation = Dataset()
    derivation.DerivationCodeSequence = [_item(codes.DCM.Segmentation)]
    derivation.SourceImageSequence = [source]
    made.SharedFunctionalGroupsSequence[0].DerivationImageSequence = [derivation]


def _item(code: Any) -> "Dataset":
    return code_item(code.value, code.scheme_designator, code.meaning)


def _require_straight(affine: AffineArray) -> None:
    axes = affine[:3, :3]
    lengths = np.linalg.norm(axes, axis=0)
    if not np.isfinite(affine).all() or not (lengths > 1e-6).all():
        raise GeometryError(
            "The affine of the affected area is not finite or has no extent. Expected "
            "three directions with a spacing above zero."
        )
    cosines = (axes / lengths).T @ (axes / lengths) - np.eye(3)
    if np.abs(cosines).max() > 1e-4:
        raise GeometryError(
            "The axes of the affected area are not perpendicular. Resample it on a "
            "straight grid."
        )
