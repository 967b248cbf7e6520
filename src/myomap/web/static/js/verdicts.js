/** Verdicts in words. */

import { element } from "./dom.js";
import { _ } from "./words.js";

/** Every verdict that a case can have, the most urgent kinds first. */
export const LABELS = [
  "mixed",
  "ischemia",
  "infarction",
  "abnormal",
  "abstained",
  "nondiagnostic",
  "normal",
];

/**
 * Return the name of a verdict.
 * @param {string} label
 * @returns {string}
 */
export function verdictWords(label) {
  switch (label) {
    case "normal":
      return _("Normal");
    case "ischemia":
      return _("Ischemia");
    case "infarction":
      return _("Infarction");
    case "mixed":
      return _("Ischemia and infarction");
    case "abnormal":
      return _("Abnormal");
    case "abstained":
      return _("No verdict");
    case "nondiagnostic":
      return _("Not diagnostic");
    default:
      return label;
  }
}

/**
 * Return a verdict as lists show it, in its colour and in words.
 * @param {string} label
 * @returns {HTMLSpanElement}
 */
export function verdictMark(label) {
  return element("span", { class: "verdict", data: { label }, text: verdictWords(label) });
}

/**
 * Return where a case's maps came from.
 * @param {string} source
 * @returns {string}
 */
export function sourceWords(source) {
  switch (source) {
    case "picture":
      return _("Picture");
    case "volumes":
      return _("Volumes");
    case "projections":
      return _("Projections");
    case "maps":
      return _("Maps");
    default:
      return source;
  }
}
