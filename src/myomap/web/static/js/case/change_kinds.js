/**
 * What the rule says of every sample: comes back at rest, does not, or is worse there.
 * Each kind has its own hatch, so that it is told without colour.
 */

import { element } from "../dom.js";
import { _ } from "../words.js";
import { lookupOf } from "./lookup.js";
import { N_ANGLES, N_RINGS, STEP_DEG } from "./samples.js";

/** Kinds are 0 to 3. */
export const KINDS_RANGE = /** @type {const} */ ([0, 4]);

const INKS = [
  [44, 49, 54],
  [214, 143, 0],
  [124, 77, 158],
  [70, 150, 205],
];

/** The colours of the kinds; no table and no window changes them. */
export const KINDS_LOOKUP = lookupOf(
  Array.from({ length: 256 }, (_each, i) => INKS[i >> 6] ?? [0, 0, 0]),
  0,
  4,
  KINDS_RANGE,
);

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./disc.js").Circle} circle
 * @param {number[]} kinds
 */
export function drawKinds(pencil, circle, kinds) {
  for (const kind of [1, 2, 3]) {
    pencil.save();
    pencil.beginPath();
    for (let sample = 0; sample < N_RINGS * N_ANGLES; sample += 1) {
      if (kinds[sample] === kind) addCell(pencil, circle, sample);
    }
    pencil.clip();
    pencil.beginPath();
    const step = 7 * circle.unit;
    const reach = 2 * circle.radius;
    for (let at = -reach; at <= reach; at += step) {
      if (kind !== 3) lean(pencil, circle, at, reach, 1);
      if (kind === 2) lean(pencil, circle, at, reach, -1);
      if (kind === 3) {
        pencil.moveTo(circle.x - reach, circle.y + at);
        pencil.lineTo(circle.x + reach, circle.y + at);
      }
    }
    pencil.lineWidth = circle.unit;
    pencil.strokeStyle = "rgb(0 0 0 / 45%)";
    pencil.stroke();
    pencil.restore();
  }
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./disc.js").Circle} circle
 * @param {number} at
 * @param {number} reach
 * @param {1 | -1} way
 */
function lean(pencil, circle, at, reach, way) {
  pencil.moveTo(circle.x + at - reach * way, circle.y + reach);
  pencil.lineTo(circle.x + at + reach * way, circle.y - reach);
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./disc.js").Circle} circle
 * @param {number} sample
 */
function addCell(pencil, circle, sample) {
  const ring = Math.floor(sample / N_ANGLES);
  const middle = (sample % N_ANGLES) * STEP_DEG;
  const from = (-(middle - STEP_DEG / 2) * Math.PI) / 180;
  const to = (-(middle + STEP_DEG / 2) * Math.PI) / 180;
  const inner = (ring / N_RINGS) * circle.radius;
  const outer = ((ring + 1) / N_RINGS) * circle.radius;
  pencil.moveTo(circle.x + inner * Math.cos(from), circle.y + inner * Math.sin(from));
  pencil.arc(circle.x, circle.y, outer, from, to, true);
  pencil.arc(circle.x, circle.y, inner, to, from, false);
  pencil.closePath();
}

/** @returns {HTMLElement} */
export function kindsLegend() {
  const entry = (/** @type {string} */ kind, /** @type {string} */ words) =>
    element("span", { class: "legend-entry" }, element("i", { class: `swatch swatch-${kind}` }), words);
  return element(
    "span",
    { class: "legend" },
    entry("reversible", _("reversible")),
    entry("fixed", _("fixed")),
    entry("worse", _("at rest only")),
  );
}
