/**
 * The three planes of a heart's volume, as a reader sees them.
 *
 * Of a volume (slice from the apex, row to inferior, column to lateral): the short
 * axis has anterior up and lateral right, the vertical long axis anterior up and the
 * apex right, the horizontal long axis the apex up and lateral right. Slices run from
 * apex to base, from septum to lateral and from inferior to anterior.
 */

import { levelOf, UPTAKE_RANGE } from "./lookup.js";
import { bytesOf, N_SAMPLES } from "./samples.js";

/** @typedef {"short_axis" | "vertical_long" | "horizontal_long"} PlaneName */
/** @typedef {import("./types.js").StateSlices} StateSlices */

/**
 * @typedef {object} HeartVolume
 * @property {[number, number, number]} shape
 * @property {Float32Array} percent
 * @property {Int16Array | null} wallSample
 * @property {import("./types.js").Contours} contours
 * @property {number[][] | null} affine
 * @property {import("./types.js").Placement | null} longAxis
 * @property {Float32Array | null} voxelOfSample - Slice, row, column of every sample.
 */

/** @type {PlaneName[]} */
export const PLANES = ["short_axis", "vertical_long", "horizontal_long"];

/**
 * Which axis of the volume a plane steps along, and which way it is read.
 * @type {Record<PlaneName, {along: 0 | 1 | 2, isReversed: boolean}>}
 */
export const STEPS = {
  short_axis: { along: 0, isReversed: false },
  vertical_long: { along: 2, isReversed: false },
  horizontal_long: { along: 1, isReversed: true },
};

/**
 * Return a volume in percent of its own wall.
 * @param {StateSlices} given
 * @returns {HeartVolume}
 */
export function volumeOf(given) {
  const counts = new Uint16Array(bytesOf(given.counts).buffer);
  const top = given.reference || given.maximum;
  const scale = (100 * given.maximum) / 65535 / top;
  const wallSample = given.wall_sample
    ? new Int16Array(bytesOf(given.wall_sample).buffer)
    : null;
  return {
    shape: given.shape,
    percent: Float32Array.from(counts, (each) => each * scale),
    wallSample,
    contours: given.contours,
    affine: given.affine ?? null,
    longAxis: given.long_axis ?? null,
    voxelOfSample: wallSample && placesOfSamples(wallSample, given.shape),
  };
}

/**
 * Return where each sample of the map lies in the volume: the middle of its voxels, or
 * of those of the nearest sample that has any.
 * @param {Int16Array} wallSample
 * @param {[number, number, number]} shape
 * @returns {Float32Array}
 */
function placesOfSamples(wallSample, shape) {
  const sums = new Float32Array(N_SAMPLES * 3);
  const n = new Uint16Array(N_SAMPLES);
  const [, rows, columns] = shape;
  wallSample.forEach((sample, i) => {
    if (sample < 0 || sample >= N_SAMPLES) return;
    n[sample] += 1;
    sums[3 * sample] += Math.floor(i / (rows * columns));
    sums[3 * sample + 1] += Math.floor(i / columns) % rows;
    sums[3 * sample + 2] += i % columns;
  });
  const found = new Float32Array(N_SAMPLES * 3).fill(Number.NaN);
  for (let sample = 0; sample < N_SAMPLES; sample += 1) {
    const donor = nearestWithVoxels(n, sample);
    if (donor < 0) continue;
    for (let k = 0; k < 3; k += 1) {
      found[3 * sample + k] = (sums[3 * donor + k] ?? 0) / (n[donor] ?? 1);
    }
  }
  return found;
}

/**
 * @param {Uint16Array} n
 * @param {number} sample
 * @returns {number}
 */
function nearestWithVoxels(n, sample) {
  if (n[sample]) return sample;
  const ring = Math.floor(sample / 72);
  const angle = sample % 72;
  for (let reach = 1; reach < 12; reach += 1) {
    for (let i = -reach; i <= reach; i += 1) {
      for (let j = -reach; j <= reach; j += 1) {
        if (Math.max(Math.abs(i), Math.abs(j)) !== reach) continue;
        const other = ring + i;
        if (other < 0 || other > 31) continue;
        const found = other * 72 + ((angle + j + 144) % 72);
        if (n[found]) return found;
      }
    }
  }
  return -1;
}

/**
 * Return index coordinates (slice, row, column) of a place in a plane.
 * @param {PlaneName} plane
 * @param {number} index - Of the slice of that plane.
 * @param {number} x
 * @param {number} y
 * @param {[number, number, number]} shape
 * @returns {[number, number, number]}
 */
export function voxelAt(plane, index, x, y, shape) {
  if (plane === "short_axis") return [index, y, x];
  if (plane === "vertical_long") return [shape[0] - 1 - x, y, index];
  return [y, index, x];
}

/**
 * Return the place in a plane of index coordinates, and the slice of that plane.
 * @param {PlaneName} plane
 * @param {ArrayLike<number>} voxel - Slice, row, column.
 * @param {[number, number, number]} shape
 * @returns {{x: number, y: number, index: number}}
 */
export function placeInPlane(plane, voxel, shape) {
  const [slice = 0, row = 0, column = 0] = Array.from(voxel);
  if (plane === "short_axis") return { x: column, y: row, index: slice };
  if (plane === "vertical_long") return { x: shape[0] - 1 - slice, y: row, index: column };
  return { x: column, y: slice, index: row };
}

/**
 * Return the place in a plane of a point of its contours.
 * @param {PlaneName} plane
 * @param {number} a
 * @param {number} b
 * @param {[number, number, number]} shape
 * @returns {[number, number]}
 */
export function contourPoint(plane, a, b, shape) {
  return plane === "vertical_long" ? [shape[0] - 1 - a, b] : [a, b];
}

/**
 * @typedef {object} Reach
 * @property {number} first - Slice of the plane where the wall begins.
 * @property {number} last
 * @property {number} x - Middle of what is shown.
 * @property {number} y
 * @property {number} half - Half the width of what is shown, in voxels.
 */

/**
 * Return what of a plane the ventricles of both states fill.
 * @param {PlaneName} plane
 * @param {HeartVolume[]} volumes - At least one.
 * @returns {Reach}
 */
export function reachOf(plane, volumes) {
  let [first, last] = [Infinity, -Infinity];
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { contours, shape } of volumes) {
    contours[plane].forEach(({ epicardium }, index) => {
      for (const line of epicardium) {
        first = Math.min(first, index);
        last = Math.max(last, index);
        for (let i = 0; i + 1 < line.length; i += 2) {
          const [x, y] = contourPoint(plane, line[i] ?? 0, line[i + 1] ?? 0, shape);
          box.left = Math.min(box.left, x);
          box.right = Math.max(box.right, x);
          box.top = Math.min(box.top, y);
          box.bottom = Math.max(box.bottom, y);
        }
      }
    });
  }
  const shape = volumes[0]?.shape ?? [1, 1, 1];
  if (first > last) {
    const n = shape[STEPS[plane].along];
    const half = Math.max(...shape) / 2;
    return { first: 0, last: n - 1, x: half, y: half, half };
  }
  const half = Math.max(box.right - box.left, box.bottom - box.top) / 2 + 2.5;
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  return { first, last, ...middle, half };
}

/**
 * Fill one tile of levels.
 * @param {HeartVolume} volume
 * @param {{plane: PlaneName, index: number, reach: Reach, isSmooth: boolean}} cut
 * @param {{levels: Uint16Array, width: number, left: number, top: number, size: number}} tile
 */
export function cutTile(volume, cut, tile) {
  const { percent, shape } = volume;
  const [n, rows, columns] = shape;
  const { plane, index, reach, isSmooth } = cut;
  const step = (2 * reach.half) / tile.size;
  const size = plane === "short_axis" ? [columns, rows] : plane === "vertical_long" ? [n, rows] : [columns, n];
  const [wide = 1, tall = 1] = size;
  const strideX = plane === "vertical_long" ? -rows * columns : 1;
  const strideY = plane === "horizontal_long" ? rows * columns : columns;
  const base =
    plane === "short_axis"
      ? index * rows * columns
      : plane === "vertical_long"
        ? (n - 1) * rows * columns + index
        : index * columns;
  for (let row = 0; row < tile.size; row += 1) {
    const y = reach.y - reach.half + (row + 0.5) * step;
    let at = (tile.top + row) * tile.width + tile.left;
    for (let column = 0; column < tile.size; column += 1, at += 1) {
      const x = reach.x - reach.half + (column + 0.5) * step;
      const i = Math.floor(isSmooth ? x : x + 0.5);
      const j = Math.floor(isSmooth ? y : y + 0.5);
      if (i < 0 || j < 0 || i >= wide || j >= tall) {
        tile.levels[at] = 0;
        continue;
      }
      const place = base + i * strideX + j * strideY;
      if (!isSmooth || i + 1 >= wide || j + 1 >= tall) {
        tile.levels[at] = levelOf(percent[place] ?? 0, UPTAKE_RANGE);
        continue;
      }
      const u = x - i;
      const v = y - j;
      const value =
        (1 - v) * ((1 - u) * (percent[place] ?? 0) + u * (percent[place + strideX] ?? 0)) +
        v *
          ((1 - u) * (percent[place + strideY] ?? 0) +
            u * (percent[place + strideX + strideY] ?? 0));
      tile.levels[at] = levelOf(value, UPTAKE_RANGE);
    }
  }
}
