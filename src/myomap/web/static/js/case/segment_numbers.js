/**
 * The number that stands in each segment of a disc, and the words that say whose it is.
 */

import { _, number } from "../words.js";
import { PHYSICIAN_INK } from "./layers.js";

/** @typedef {import("./segments.js").Segment} Segment */
/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {{text: string, ink?: string | undefined, beside?: string} | null} Told */

/**
 * @param {import("./discs.js").DiscName} name
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").View} view
 * @returns {{told: (segment: Segment) => Told, caption: string}}
 */
export function numbersOf(name, data, view) {
  if (view.numbers === "segment") {
    return { told: (segment) => ({ text: String(segment.number) }), caption: _("numbers of the segments") };
  }
  if (name === "deviation") return deviation(data, view);
  if (view.numbers === "explanation" && view.model === 17) return explanation(data, view);
  if (view.numbers === "uptake" || (view.numbers !== "none" && view.model === 20)) {
    return uptake(name, data, view.model);
  }
  if (view.numbers === "model") {
    return {
      told: (segment) => modelScore(name, data, segment.number),
      caption: name === "change" ? _("model's difference scores") : _("model's scores, * near a border"),
    };
  }
  if (view.numbers === "physician") {
    return {
      told: (segment) => physicianScore(name, data, segment.number),
      caption: data.editing.hasGiven() ? _("physician's scores; small: the model's") : _("physician's scores: none given yet"),
    };
  }
  return { told: () => null, caption: "" };
}

/**
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").View} view
 */
function deviation({ document }, view) {
  const segments = (document.perfusion.stress ?? document.perfusion.rest)?.segments;
  return {
    told: (/** @type {Segment} */ segment) => {
      const away = segments?.[segment.number - 1]?.deviation ?? null;
      return away === null || view.model === 20 || view.numbers === "none" ? null : { text: number(-away, 1) };
    },
    caption: _("standard deviations from the normal mean"),
  };
}

/**
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").View} view
 */
function explanation(data, view) {
  const points = data.document.contributions?.[view.finding];
  return {
    told: (/** @type {Segment} */ segment) => {
      const value = Math.round(100 * (points?.[segment.number - 1] ?? 0));
      return value ? { text: signed(value) } : null;
    },
    caption: _("points of probability, per segment"),
  };
}

/**
 * @param {StateName | "change"} name
 * @param {import("./reading.js").ReadingData} data
 * @param {17 | 20} model
 */
function uptake(name, data, model) {
  const means = data.means(model);
  return {
    told: (/** @type {Segment} */ segment) => {
      const value = means[name]?.[segment.number - 1];
      if (value === undefined || value === null) return { text: "–" };
      return { text: name === "change" ? signed(Math.round(value)) : number(value) };
    },
    caption: name === "change" ? _("stress − rest, percentage points") : _("mean uptake, %"),
  };
}

/**
 * @param {number} value - Whole.
 * @returns {string}
 */
export function signed(value) {
  return value > 0 ? `+${number(value)}` : number(value);
}

/**
 * @param {StateName | "change"} name
 * @param {import("./reading.js").ReadingData} data
 * @param {number} segment
 * @returns {Told}
 */
function modelScore(name, data, segment) {
  if (name === "change") {
    const value = data.editing.modelDifference(segment);
    return { text: value === null ? "–" : String(value) };
  }
  const entry = data.document.perfusion[name]?.segments[segment - 1];
  if (!entry || entry.score === null) return { text: "–" };
  return { text: `${entry.score}${entry.is_borderline ? "*" : ""}` };
}

/**
 * @param {StateName | "change"} name
 * @param {import("./reading.js").ReadingData} data
 * @param {number} segment
 * @returns {Told}
 */
function physicianScore(name, data, segment) {
  const { editing } = data;
  if (name === "change") {
    const value = editing.difference(segment);
    return mine(value, editing.modelDifference(segment), editing.hasGiven());
  }
  return mine(editing.ownScore(name, segment), editing.modelScore(name, segment), editing.hasGiven());
}

/**
 * @param {number | null} value
 * @param {number | null} model
 * @param {boolean} isGiven - Whether the physician has given any score.
 * @returns {Told}
 */
function mine(value, model, isGiven) {
  if (!isGiven) return { text: "·" };
  const text = value === null ? "–" : String(value);
  if (value === model) return { text };
  return { text, ink: PHYSICIAN_INK, beside: model === null ? "–" : String(model) };
}
