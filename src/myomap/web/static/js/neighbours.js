/**
 * The case before and after this one, in the order the worklist was left in.
 */

import { get } from "./api.js";

const KEPT = "myomap.worklist";

/**
 * Remember which list a case was opened from.
 * @param {string} query - Of the list, without offset and limit.
 * @param {number} index - Of the case in it.
 */
export function rememberPlace(query, index) {
  sessionStorage.setItem(KEPT, JSON.stringify({ query, index }));
}

/**
 * Return the list that was left last, if it was in this window.
 * @returns {{query: string, index: number} | null}
 */
export function lastPlace() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    const isWhole = typeof kept?.query === "string" && Number.isInteger(kept?.index);
    return isWhole ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Return the case that many places on, and remember it as the one now open.
 * @param {1 | -1} step
 * @returns {Promise<string | null>} Its id; null at either end of the list.
 */
export async function neighbour(step) {
  const place = lastPlace() ?? { query: "sort=urgency", index: -1 };
  const index = place.index + step;
  if (index < 0) return null;
  const found = await get(`/cases?${place.query}&offset=${index}&limit=1`);
  if (!found.cases.length) return null;
  rememberPlace(place.query, index);
  return String(found.cases[0].id);
}
