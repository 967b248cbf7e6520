/**
 * Ventricles that were placed by hand.
 */

import { element } from "../dom.js";
import { _ } from "../words.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./types.js").StateName} StateName */

/**
 * Return the states whose ventricle was placed by hand.
 * @param {any} document
 * @returns {StateName[]}
 */
export function placedStates(document) {
  return (/** @type {const} */ (["stress", "rest"])).filter((state) => document.quality.contour[state]?.source === "manual");
}

/**
 * Return a chip that says so; null where none was.
 * @param {any} document
 * @returns {HTMLElement | null}
 */
export function placedChip(document) {
  const states = placedStates(document);
  if (!states.length) return null;
  const title = _("The figures are of the axis placed by hand: {states}. The automatic ones stand beside them.", { states: states.map(stateName).join(", ") });
  return element("span", { class: "chip placed", title, text: _("Axis placed by hand") });
}
