/**
 * One case as the screen needs it: what was answered, and what is computed of it once.
 */

import { get } from "../api.js";
import { createEditing } from "./editing.js";
import { bytesOf, N_SAMPLES, segmentOfSamples } from "./samples.js";

/** @typedef {import("./types.js").Case} Case */
/** @typedef {import("./types.js").Maps} Maps */
/** @typedef {Record<"stress" | "rest" | "change", (number | null)[] | null>} Means */

/**
 * @typedef {object} ReadingData
 * @property {Case} case
 * @property {any} document
 * @property {Maps} maps
 * @property {import("./editing.js").Editing} editing
 * @property {(model: 17 | 20) => Means} means - Of every segment.
 */

/**
 * Return a case with its maps.
 * @param {string} id
 * @returns {Promise<ReadingData>}
 */
export async function readingOf(id) {
  const path = `/cases/${encodeURIComponent(id)}`;
  const [found, maps] = await Promise.all([get(path), get(`${path}/maps`)]);
  const mask = maps.physician_mask ? bytesOf(maps.physician_mask) : null;
  return {
    case: found,
    document: found.document,
    maps,
    editing: createEditing(found, mask),
    means: meansOf(found.document, maps),
  };
}

/**
 * Return the means of the segments: the reading's own of 17, computed ones of 20.
 * @param {any} document
 * @param {Maps} maps
 * @returns {(model: 17 | 20) => Means}
 */
export function meansOf(document, maps) {
  /** @type {Means | null} */
  let older = null;
  const of17 = (/** @type {"stress" | "rest"} */ state) =>
    document.perfusion[state]?.segments.map((/** @type {any} */ each) => each.uptake_percent) ?? null;
  const newer = { stress: of17("stress"), rest: of17("rest") };
  return (model) => {
    if (model === 17) return { ...newer, change: difference(newer) };
    if (!older) {
      const found = {
        stress: computed(maps.stress),
        rest: computed(maps.rest),
      };
      older = { ...found, change: difference(found) };
    }
    return older;
  };
}

/**
 * @param {{stress: (number | null)[] | null, rest: (number | null)[] | null}} means
 * @returns {(number | null)[] | null}
 */
function difference({ stress, rest }) {
  if (!stress || !rest) return null;
  return stress.map((value, i) => {
    const other = rest[i];
    return value === null || other === null || other === undefined ? null : value - other;
  });
}

/**
 * Return the means of the 20 segments of a map, weighted by wall area where it is told.
 * @param {any} map
 * @returns {(number | null)[] | null}
 */
function computed(map) {
  if (!map) return null;
  const segments = segmentOfSamples(20);
  const sums = new Float64Array(21);
  const areas = new Float64Array(21);
  for (let sample = 0; sample < N_SAMPLES; sample += 1) {
    const value = map.uptake_percent[sample];
    if (value === null) continue;
    const area = map.area_cm2?.[sample] ?? 1;
    const segment = segments[sample] ?? 0;
    sums[segment] = (sums[segment] ?? 0) + area * value;
    areas[segment] = (areas[segment] ?? 0) + area;
  }
  return Array.from({ length: 20 }, (_each, i) =>
    areas[i + 1] ? (sums[i + 1] ?? 0) / (areas[i + 1] ?? 1) : null,
  );
}
