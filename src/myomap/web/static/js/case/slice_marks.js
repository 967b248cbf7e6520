/**
 * What is drawn over a slice: where the wall begins and ends, and what is affected.
 */

import { contourPoint, placeInPlane, STEPS } from "./slice_planes.js";

/** @typedef {import("./slice_planes.js").HeartVolume} HeartVolume */
/** @typedef {{reach: import("./slice_planes.js").Reach, unit: number}} Scale */

/** Inner and outer surface; the outer is dashed. */
const SURFACES = /** @type {const} */ ([
  ["endocardium", "rgb(255 255 255 / 85%)", []],
  ["epicardium", "rgb(255 255 255 / 85%)", [4, 2.5]],
]);

/**
 * Draw the contours of one tile.
 * @param {CanvasRenderingContext2D} pencil
 * @param {HeartVolume} volume
 * @param {import("./slices.js").Tile} tile
 * @param {Scale} scale
 */
export function drawContours(pencil, volume, tile, { reach, unit }) {
  const own = volume.contours[tile.plane][tile.index];
  if (!own) return;
  const zoom = tile.size / (2 * reach.half);
  pencil.save();
  clipTo(pencil, tile);
  pencil.lineWidth = Math.min(2 * unit, Math.max(unit, tile.size * 0.012));
  for (const [name, ink, dash] of SURFACES) {
    pencil.strokeStyle = ink;
    pencil.setLineDash(dash.map((each) => each * unit));
    pencil.beginPath();
    for (const line of own[name]) {
      for (let i = 0; i + 1 < line.length; i += 2) {
        const [x, y] = contourPoint(tile.plane, line[i] ?? 0, line[i + 1] ?? 0, volume.shape);
        const across = tile.left + (x - reach.x + reach.half) * zoom;
        const down = tile.top + (y - reach.y + reach.half) * zoom;
        if (i === 0) pencil.moveTo(across, down);
        else pencil.lineTo(across, down);
      }
    }
    pencil.stroke();
  }
  pencil.restore();
}

/**
 * Draw a line around the voxels of the wall that lie in an affected area.
 * @param {CanvasRenderingContext2D} pencil
 * @param {HeartVolume} volume
 * @param {import("./slices.js").Tile} tile
 * @param {Scale} scale
 * @param {Uint8Array} mask - Of 2304 samples.
 * @param {string} ink
 */
export function drawMaskEdges(pencil, volume, tile, { reach, unit }, mask, ink) {
  const { wallSample, shape } = volume;
  if (!wallSample) return;
  const along = STEPS[tile.plane].along;
  const [first, second] = /** @type {[number, number]} */ ([0, 1, 2].filter((k) => k !== along));
  const zoom = tile.size / (2 * reach.half);
  const isIn = (/** @type {number[]} */ voxel) => {
    if (voxel.some((each, k) => each < 0 || each >= (shape[k] ?? 0))) return false;
    const [slice = 0, row = 0, column = 0] = voxel;
    const sample = wallSample[(slice * shape[1] + row) * shape[2] + column] ?? -1;
    return sample >= 0 && Boolean(mask[sample]);
  };
  pencil.save();
  clipTo(pencil, tile);
  pencil.beginPath();
  const voxel = [0, 0, 0];
  voxel[along] = tile.index;
  for (let i = 0; i < (shape[first] ?? 0); i += 1) {
    for (let j = 0; j < (shape[second] ?? 0); j += 1) {
      voxel[first] = i;
      voxel[second] = j;
      const here = isIn(voxel);
      for (const axis of [first, second]) {
        const next = [...voxel];
        next[axis] = (next[axis] ?? 0) + 1;
        if (isIn(next) === here) continue;
        edge(pencil, tile, reach, zoom, placeInPlane(tile.plane, voxel, shape), placeInPlane(tile.plane, next, shape));
      }
    }
  }
  pencil.lineWidth = Math.max(unit, tile.size * 0.01);
  pencil.strokeStyle = ink;
  pencil.stroke();
  pencil.restore();
}

/**
 * Add the border between two voxels to the path.
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./slices.js").Tile} tile
 * @param {import("./slice_planes.js").Reach} reach
 * @param {number} zoom
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 */
function edge(pencil, tile, reach, zoom, a, b) {
  const x = (a.x + b.x) / 2;
  const y = (a.y + b.y) / 2;
  const isUpright = a.y === b.y;
  const at = (/** @type {number} */ u, /** @type {number} */ v) =>
    /** @type {[number, number]} */ ([
      tile.left + (u - reach.x + reach.half) * zoom,
      tile.top + (v - reach.y + reach.half) * zoom,
    ]);
  pencil.moveTo(...(isUpright ? at(x, y - 0.5) : at(x - 0.5, y)));
  pencil.lineTo(...(isUpright ? at(x, y + 0.5) : at(x + 0.5, y)));
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./slices.js").Tile} tile
 */
function clipTo(pencil, { left, top, size }) {
  pencil.beginPath();
  pencil.rect(left, top, size, size);
  pencil.clip();
}
