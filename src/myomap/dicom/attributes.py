"""The attributes that are read, and nothing else.

Every keyword that any module of this room asks for stands here with its tag and
value representation. What is not in this table is dropped while the bytes are
walked over, above all what could name the patient; the three attributes that do are
asked for by `myomap.dicom.patient` alone, which turns them into a keyed hash.
"""

from typing import Final

__all__ = ["ATTRIBUTES", "WANTED_TAGS"]

# fmt: off
ATTRIBUTES: Final[dict[str, tuple[int, str]]] = {
    "TransferSyntaxUID": (0x00020010, "UI"),
    # what it is
    "SpecificCharacterSet": (0x00080005, "CS"),
    "ImageType": (0x00080008, "CS"),
    "SOPClassUID": (0x00080016, "UI"),
    "SOPInstanceUID": (0x00080018, "UI"),
    "Modality": (0x00080060, "CS"),
    "StudyInstanceUID": (0x0020000D, "UI"),
    "SeriesInstanceUID": (0x0020000E, "UI"),
    "FrameOfReferenceUID": (0x00200052, "UI"),
    # when
    "StudyDate": (0x00080020, "DA"),
    "SeriesDate": (0x00080021, "DA"),
    "AcquisitionDate": (0x00080022, "DA"),
    "AcquisitionDateTime": (0x0008002A, "DT"),
    "SeriesTime": (0x00080031, "TM"),
    "AcquisitionTime": (0x00080032, "TM"),
    # who
    "PatientName": (0x00100010, "PN"),
    "PatientID": (0x00100020, "LO"),
    "PatientBirthDate": (0x00100030, "DA"),
    "PatientSex": (0x00100040, "CS"),
    "PatientAge": (0x00101010, "AS"),
    # with what, and in which state
    "Manufacturer": (0x00080070, "LO"),
    "ManufacturerModelName": (0x00081090, "LO"),
    "SeriesDescription": (0x0008103E, "LO"),
    "Radiopharmaceutical": (0x00180031, "LO"),
    "ProtocolName": (0x00181030, "LO"),
    "ImageComments": (0x00204000, "LT"),
    "CorrectedImage": (0x00280051, "CS"),
    "PerformedProcedureStepDescription": (0x00400254, "LO"),
    "AcquisitionContextSequence": (0x00400555, "SQ"),
    "ConceptNameCodeSequence": (0x0040A043, "SQ"),
    "ConceptCodeSequence": (0x0040A168, "SQ"),
    "CodeValue": (0x00080100, "SH"),
    "CodingSchemeDesignator": (0x00080102, "SH"),
    "CodeMeaning": (0x00080104, "LO"),
    "ImageID": (0x00540400, "SH"),
    "ViewCodeSequence": (0x00540220, "SQ"),
    "SliceProgressionDirection": (0x00540500, "CS"),
    "RadiopharmaceuticalInformationSequence": (0x00540016, "SQ"),
    "RadiopharmaceuticalCodeSequence": (0x00540304, "SQ"),
    "RadionuclideCodeSequence": (0x00540300, "SQ"),
    "AttenuationCorrectionMethod": (0x00541101, "LO"),
    # pixels
    "SamplesPerPixel": (0x00280002, "US"),
    "PhotometricInterpretation": (0x00280004, "CS"),
    "NumberOfFrames": (0x00280008, "IS"),
    "FrameIncrementPointer": (0x00280009, "AT"),
    "Rows": (0x00280010, "US"),
    "Columns": (0x00280011, "US"),
    "BitsAllocated": (0x00280100, "US"),
    "BitsStored": (0x00280101, "US"),
    "HighBit": (0x00280102, "US"),
    "PixelRepresentation": (0x00280103, "US"),
    "RescaleIntercept": (0x00281052, "DS"),
    "RescaleSlope": (0x00281053, "DS"),
    "RescaleType": (0x00281054, "LO"),
    "RealWorldValueMappingSequence": (0x00409096, "SQ"),
    "RealWorldValueIntercept": (0x00409224, "FD"),
    "RealWorldValueSlope": (0x00409225, "FD"),
    "MeasurementUnitsCodeSequence": (0x004008EA, "SQ"),
    "PrivateCreator0033": (0x00330010, "LO"),
    "SiemensPixelScaleFactor": (0x00331038, "FL"),
    "CountsAccumulated": (0x00180070, "IS"),
    "FloatPixelData": (0x7FE00008, "OF"),
    "DoubleFloatPixelData": (0x7FE00009, "OD"),
    "PixelData": (0x7FE00010, "OW"),
    # order of the frames
    "EnergyWindowVector": (0x00540010, "US"),
    "DetectorVector": (0x00540020, "US"),
    "RotationVector": (0x00540050, "US"),
    "RRIntervalVector": (0x00540060, "US"),
    "TimeSlotVector": (0x00540070, "US"),
    "SliceVector": (0x00540080, "US"),
    "AngularViewVector": (0x00540090, "US"),
    "NumberOfEnergyWindows": (0x00540011, "US"),
    "NumberOfDetectors": (0x00540021, "US"),
    "NumberOfRotations": (0x00540051, "US"),
    "NumberOfRRIntervals": (0x00540061, "US"),
    "NumberOfTimeSlots": (0x00540071, "US"),
    "NumberOfSlices": (0x00540081, "US"),
    "NumberOfFramesInRotation": (0x00540053, "US"),
    # geometry
    "PatientPosition": (0x00185100, "CS"),
    "PatientOrientationCodeSequence": (0x00540410, "SQ"),
    "PatientOrientationModifierCodeSequence": (0x00540412, "SQ"),
    "GantryDetectorTilt": (0x00181120, "DS"),
    "PixelSpacing": (0x00280030, "DS"),
    "SliceThickness": (0x00180050, "DS"),
    "SpacingBetweenSlices": (0x00180088, "DS"),
    "ImagePositionPatient": (0x00200032, "DS"),
    "ImageOrientationPatient": (0x00200037, "DS"),
    "DetectorInformationSequence": (0x00540022, "SQ"),
    "RotationInformationSequence": (0x00540052, "SQ"),
    "RotationDirection": (0x00181140, "CS"),
    "RadialPosition": (0x00181142, "DS"),
    "ScanArc": (0x00181143, "DS"),
    "AngularStep": (0x00181144, "DS"),
    "StartAngle": (0x00540200, "DS"),
    "ActualFrameDuration": (0x00181242, "IS"),
    "EnergyWindowInformationSequence": (0x00540012, "SQ"),
    "EnergyWindowRangeSequence": (0x00540013, "SQ"),
    "EnergyWindowLowerLimit": (0x00540014, "DS"),
    "EnergyWindowUpperLimit": (0x00540015, "DS"),
    "EnergyWindowName": (0x00540018, "SH"),
}
# fmt: on
"""Keyword → tag, value representation."""

WANTED_TAGS: Final = frozenset(tag for tag, _ in ATTRIBUTES.values())
