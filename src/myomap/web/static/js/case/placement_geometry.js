/**
 * Where the long axis lies in the voxels of the slices, and back in millimetres.
 */

import { reachOf } from "./slice_planes.js";

/** @typedef {import("./slice_planes.js").HeartVolume} HeartVolume */

/**
 * Return millimetres of a voxel.
 * @param {HeartVolume} volume
 * @param {number[]} voxel - Slice, row, column.
 * @returns {number[]}
 */
export function toMillimetres({ affine }, voxel) {
  const rows = affine ?? [];
  return [0, 1, 2].map((k) => {
    const row = rows[k] ?? [];
    const value = voxel.reduce((sum, each, j) => sum + each * (row[j] ?? 0), row[3] ?? 0);
    return Math.round(value * 100) / 100;
  });
}

/**
 * Return the voxel of millimetres. The voxels are cubes, so that the inverse of their
 * axes is their transpose over the square of the edge.
 * @param {HeartVolume} volume
 * @param {number[]} point
 * @returns {number[]}
 */
export function toVoxel({ affine }, point) {
  const rows = affine ?? [];
  const away = [0, 1, 2].map((k) => (point[k] ?? 0) - (rows[k]?.[3] ?? 0));
  return [0, 1, 2].map((j) => {
    const axis = [0, 1, 2].map((k) => rows[k]?.[j] ?? 0);
    const square = axis.reduce((sum, each) => sum + each * each, 0) || 1;
    return axis.reduce((sum, each, k) => sum + each * (away[k] ?? 0), 0) / square;
  });
}

/**
 * Return the ends of the long axis: as told, or from where the contours begin and end.
 * @param {HeartVolume} volume
 * @returns {{apex: number[], base: number[]}}
 */
export function axisIn(volume) {
  if (volume.longAxis && volume.affine) {
    return { apex: toVoxel(volume, volume.longAxis.apex_mm), base: toVoxel(volume, volume.longAxis.base_mm) };
  }
  const { first, last, x, y } = reachOf("short_axis", [volume]);
  return { apex: [first + 1, y, x], base: [last, y, x] };
}

/**
 * Return the radius of the middle of the wall where the ventricle is widest, mm.
 * @param {HeartVolume} volume
 * @returns {number}
 */
export function radiusOf(volume) {
  if (volume.longAxis?.radius_mm) return volume.longAxis.radius_mm;
  const edge = Math.hypot(...[0, 1, 2].map((k) => volume.affine?.[k]?.[1] ?? 0)) || 1;
  let widest = 0;
  for (const { endocardium, epicardium } of volume.contours.short_axis) {
    const [inner, outer] = [halfWidth(endocardium), halfWidth(epicardium)];
    if (inner > 0) widest = Math.max(widest, (inner + outer) / 2);
  }
  return Math.min(80, Math.max(8, widest * edge));
}

/** @param {import("./types.js").Polylines} lines */
function halfWidth(lines) {
  const xs = lines.flatMap((line) => line.filter((_each, i) => i % 2 === 0));
  return xs.length ? (Math.max(...xs) - Math.min(...xs)) / 2 : 0;
}

/**
 * Return what a view of a plane shows: all of the ventricle, with room around it.
 * @param {"vertical_long" | "horizontal_long"} plane
 * @param {HeartVolume} volume
 * @returns {{x: number, y: number, half: number}}
 */
export function indexOf(plane, volume) {
  const { x, y, half } = reachOf(plane, [volume]);
  return { x, y, half: half * 1.15 };
}
