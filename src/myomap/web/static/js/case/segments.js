/**
 * How the disc is cut into segments: 17 of the heart association, or the older 20.
 *
 * Angles in degrees, counter-clockwise from lateral (right): 90 anterior, 180 septal,
 * 270 inferior. Radii are fractions of the disc's.
 */

import { _ } from "../words.js";

/**
 * @typedef {object} Segment
 * @property {number} number
 * @property {string} name
 * @property {"LAD" | "RCA" | "LCX"} territory
 * @property {number} inner
 * @property {number} outer
 * @property {number} start
 * @property {number} sweep
 */

/** @type {("LAD" | "RCA" | "LCX")[]} */
const WALL_TERRITORIES = ["LAD", "LAD", "RCA", "RCA", "LCX", "LCX"];
/** @type {("LAD" | "RCA" | "LCX")[]} */
const APICAL_TERRITORIES = ["LAD", "LAD", "RCA", "LCX"];

const BASAL = [
  _("basal anterior"),
  _("basal anteroseptal"),
  _("basal inferoseptal"),
  _("basal inferior"),
  _("basal inferolateral"),
  _("basal anterolateral"),
];
const MID = [
  _("mid anterior"),
  _("mid anteroseptal"),
  _("mid inferoseptal"),
  _("mid inferior"),
  _("mid inferolateral"),
  _("mid anterolateral"),
];
const APICAL = [
  _("apical anterior"),
  _("apical septal"),
  _("apical inferior"),
  _("apical lateral"),
];
const DISTAL = [
  _("distal anterior"),
  _("distal anteroseptal"),
  _("distal inferoseptal"),
  _("distal inferior"),
  _("distal inferolateral"),
  _("distal anterolateral"),
];

/**
 * @param {string[]} names
 * @param {number} first
 * @param {number} inner
 * @returns {Segment[]}
 */
function six(names, first, inner) {
  return names.map((name, i) => ({
    number: first + i,
    name,
    territory: WALL_TERRITORIES[i] ?? "LAD",
    inner,
    outer: inner + 0.25,
    start: (60 + 60 * i) % 360,
    sweep: 60,
  }));
}

/** @type {Segment[]} */
export const SEGMENTS_17 = [
  ...six(BASAL, 1, 0.75),
  ...six(MID, 7, 0.5),
  .../** @type {Segment[]} */ (
    APICAL.map((name, i) => ({
      number: 13 + i,
      name,
      territory: APICAL_TERRITORIES[i] ?? "LAD",
      inner: 0.25,
      outer: 0.5,
      start: 45 + 90 * i,
      sweep: 90,
    }))
  ),
  { number: 17, name: _("apex"), territory: "LAD", inner: 0, outer: 0.25, start: 0, sweep: 360 },
];

/** @type {Segment[]} */
export const SEGMENTS_20 = [
  ...six(DISTAL, 1, 0.25),
  ...six(MID, 7, 0.5),
  ...six(BASAL, 13, 0.75),
  { number: 19, name: _("anterior apex"), territory: "LAD", inner: 0, outer: 0.25, start: 0, sweep: 180 },
  { number: 20, name: _("inferior apex"), territory: "LAD", inner: 0, outer: 0.25, start: 180, sweep: 180 },
];

/**
 * Return what the artery of a territory is called.
 * @param {string} territory
 * @returns {string}
 */
export function territoryWords(territory) {
  const words = /** @type {Record<string, string>} */ ({ LAD: _("LAD"), RCA: _("RCA"), LCX: _("LCX") });
  return words[territory] ?? territory;
}

/**
 * @param {17 | 20} model
 * @returns {Segment[]}
 */
export function segmentsOf(model) {
  return model === 20 ? SEGMENTS_20 : SEGMENTS_17;
}

/**
 * Return the segment that a point of the disc lies in.
 * @param {Segment[]} segments
 * @param {number} radius - 0 to 1.
 * @param {number} angle - Degrees.
 * @returns {Segment | undefined}
 */
export function segmentAt(segments, radius, angle) {
  const inside = Math.min(radius, 0.9999);
  return segments.find((each) => {
    const beyond = (((angle - each.start) % 360) + 360) % 360;
    return each.inner <= inside && inside < each.outer && beyond < each.sweep;
  });
}

/**
 * Return where a segment's number is written, on the unit disc with y up.
 * @param {Segment} segment
 * @returns {{x: number, y: number}}
 */
export function labelPlace(segment) {
  if (segment.sweep === 360) return { x: 0, y: 0 };
  const radius = (segment.inner + segment.outer) / 2;
  const angle = ((segment.start + segment.sweep / 2) * Math.PI) / 180;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}
