"""The files that `myomap ventricle` leaves."""

import json
from pathlib import Path
from typing import Any

import numpy as np

import myomap
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.figures import figure_bytes
from myomap.intake import write_nifti
from myomap.output import OutputFolder
from myomap.records import Frame, StudyInput, Ventricle, VentricleSource, Volume
from myomap.ventricle import (
    SliceDrawing,
    SliceRow,
    draw_axis_slices,
    enclosed_volume_ml,
    stl_bytes,
    vtk_polydata_bytes,
)

__all__ = ["describe_ventricle", "names_of_files", "write_ventricle"]

SURFACES = ("endocardium", "midwall", "epicardium")
SHORT_AXIS = ("short_axis.nii.gz", "short_axis.dcm")


def describe_ventricle(source: StudyInput, ventricle: Ventricle) -> dict[str, Any]:
    """Return what was found as JSON values: millimetres in LPS, millilitres."""
    cavity_ml = enclosed_volume_ml(ventricle.endocardium)
    with_wall_ml = enclosed_volume_ml(ventricle.epicardium)
    quality = ventricle.quality
    return {
        "schema": "myomap.ventricle/1",
        # Slices that do not say where they lie are laid into an imagined patient.
        "frame": "patient" if _is_in_patient(ventricle.short_axis) else "imagined",
        "apex_mm": _numbers(ventricle.long_axis.apex_mm),
        "base_mm": _numbers(ventricle.long_axis.base_mm),
        "long_axis_mm": round(ventricle.long_axis.length_mm, 1),
        "radius_mm": round(_widest_radius_mm(ventricle), 1),
        "visible_cavity_ml": round(cavity_ml, 1),
        "visible_wall_ml": round(with_wall_ml - cavity_ml, 1),
        "placed": ventricle.source.value,
        # The score judges a search: of a ventricle placed by hand there was none.
        "contour_score": None
        if ventricle.source is VentricleSource.MANUAL
        else round(quality.score, 3),
        "contour": {
            "contrast": round(quality.contrast, 3),
            "supported_percent": round(quality.supported_percent, 1),
            "residual_mm": round(quality.residual_mm, 2),
        },
        "cautions": [
            {"code": item.code, "message": item.message}
            for item in (*source.cautions, *quality.cautions)
        ],
        "input": {
            "kind": source.kind.value,
            "state": source.state.value if source.state else None,
            "sha256": source.sha256,
            "sop_instance_uid": source.sop_instance_uid,
        },
        "myomap": myomap.__version__,
        "notice": "Research software, not for diagnosis.",
    }


def names_of_files(volume: Volume) -> list[str]:
    """Return the names of the files that a ventricle of this volume leaves."""
    names = [f"{name}.{kind}" for name in SURFACES for kind in ("stl", "vtk")]
    # Without a place in the patient a NIfTI would claim one.
    names += SHORT_AXIS if _is_in_patient(volume) else SHORT_AXIS[1:]
    return [*names, "slices.png", "ventricle.json"]


def write_ventricle(
    source: StudyInput, ventricle: Ventricle, folder: Path, *, force: bool
) -> list[str]:
    """Write surfaces, short axis, picture and JSON, all or nothing; return names."""
    names = names_of_files(ventricle.short_axis)
    with OutputFolder(folder, force=force, names=names) as out:
        for name in SURFACES:
            surface = getattr(ventricle, name)
            out.path(f"{name}.stl").write_bytes(stl_bytes(surface, name))
            out.path(f"{name}.vtk").write_bytes(vtk_polydata_bytes(surface, name))
        if SHORT_AXIS[0] in names:
            nifti = write_nifti(ventricle.short_axis, compressed=True)
            out.path(SHORT_AXIS[0]).write_bytes(nifti)
        header = _header(source)
        out.path(SHORT_AXIS[1]).write_bytes(
            write_recon_tomo(ventricle.short_axis, header)
        )
        title = source.state.value.capitalize() if source.state else "State unknown"
        look = SliceDrawing(is_simulated=source.facts.is_simulated)
        figure = draw_axis_slices([SliceRow(title=title, ventricle=ventricle)], look)
        out.path("slices.png").write_bytes(figure_bytes(figure, "png"))
        text = json.dumps(describe_ventricle(source, ventricle), indent=2)
        out.path("ventricle.json").write_text(f"{text}\n", encoding="utf-8")
    return names


def _is_in_patient(volume: Volume) -> bool:
    return volume.frame is Frame.PATIENT


def _widest_radius_mm(ventricle: Ventricle) -> float:
    """Return the mean distance of the mid-wall from the axis where it is largest."""
    axis = ventricle.long_axis
    *_, apical = axis.axes
    across = ventricle.midwall.points_mm - axis.base_mm
    across = across - (across @ apical)[..., np.newaxis] * apical
    return float(np.linalg.norm(across, axis=-1).mean(axis=1).max())


def _header(source: StudyInput) -> SeriesHeader:
    return SeriesHeader(
        patient_id="",
        series_description="Short axis by myomap",
        state=source.state,
        tracer=source.facts.tracer,
        attenuation_corrected=source.facts.attenuation_corrected,
        short_axis=True,
        frame_of_reference_uid=source.frame_of_reference_uid,
        derived_from=source.sop_instance_uid,
        is_simulated=source.facts.is_simulated,
        uid_seed=source.sha256,
    )


def _numbers(point: np.ndarray[Any, Any]) -> list[float]:
    return [round(float(value), 2) for value in point]
