/**
 * What a state is called.
 */

import { _ } from "../words.js";

/**
 * @param {"stress" | "rest"} state
 * @returns {string}
 */
export function stateName(state) {
  return state === "stress" ? _("Stress") : _("Rest");
}
