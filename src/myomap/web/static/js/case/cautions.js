/**
 * Cautions, each told once.
 */

import { _ } from "../words.js";

/** @typedef {{code: string, message: string}} Caution */

/**
 * Return cautions without those that repeat; one that holds of both states is one.
 * @param {Caution[]} cautions - In a page's language, each with its state's name before it.
 * @returns {Caution[]}
 */
export function toldOnce(cautions) {
  const names = [_("Stress"), _("Rest")];
  /** @type {Map<string, {code: string, states: Set<string>}>} */
  const found = new Map();
  for (const { code, message } of cautions) {
    const state = names.find((name) => message.startsWith(`${name}: `)) ?? "";
    const words = state ? message.slice(state.length + 2) : message;
    const entry = found.get(words) ?? { code, states: new Set() };
    entry.states.add(state);
    found.set(words, entry);
  }
  return [...found].map(([message, { code, states }]) => {
    if (states.has("")) return { code, message };
    const [state = ""] = states;
    return { code, message: states.size > 1 ? _("Stress and rest: {message}", { message }) : `${state}: ${message}` };
  });
}
