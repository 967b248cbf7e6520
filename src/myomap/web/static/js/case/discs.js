/**
 * The polar maps side by side: stress, rest and what changes, in one table and window.
 */

import { element } from "../dom.js";
import { _, number } from "../words.js";
import { createDisc } from "./disc.js";
import {
  drawArea, drawBlackoutLine, drawBorders, drawExplanation, drawNumbers, drawRim,
  MODEL_INK, PHYSICIAN_INK,
} from "./layers.js";
import { drawKinds, KINDS_RANGE, kindsLegend, KINDS_LOOKUP } from "./change_kinds.js";
import { DIFFERENCE_RANGE, UPTAKE_RANGE } from "./lookup.js";
import { floats } from "./samples.js";
import { segmentsOf } from "./segments.js";
import { numbersOf } from "./segment_numbers.js";
import { sumOf } from "./values_table.js";

/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {StateName | "change" | "deviation"} DiscName */
/** @typedef {import("./disc.js").Disc} Disc */
/** @typedef {{name: DiscName, box: HTMLElement, disc: Disc, caption: HTMLElement}} Shown */

/**
 * @typedef {object} Discs
 * @property {Shown[]} shown
 * @property {() => void} redraw - Draw the layers over the pixels again.
 * @property {(lookups: {uptake: Uint32Array, difference: Uint32Array}) => void} color
 */

/** @type {Record<DiscName, () => string>} */
const TITLES = {
  stress: () => _("Stress"),
  rest: () => _("Rest"),
  change: () => _("Change"),
  deviation: () => _("Deviation"),
};

/** Colours of a difference reach from -40 to 40: so many of them are one deviation. */
export const POINTS_PER_SD = 10;

/** @param {DiscName} name */
const isSigned = (name) => name === "change" || name === "deviation";

/**
 * Return which discs a case has: of one state alone, how far it is from normal stands
 * in the place of the change.
 * @param {import("./reading.js").ReadingData} data
 * @returns {DiscName[]}
 */
function namesOf({ maps }) {
  const states = /** @type {StateName[]} */ (["stress", "rest"]).filter((state) => maps[state]);
  const [only] = states;
  if (maps.difference) return [...states, "change"];
  return only && states.length === 1 && maps[only]?.deviation ? [only, "deviation"] : states;
}

/**
 * Show the discs of a case.
 * @param {HTMLElement} host
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 * @returns {Discs}
 */
export function createDiscs(host, data, view) {
  /** @type {Shown[]} */
  const shown = [];
  for (const name of namesOf(data)) {
    const box = element("div", {
      class: "disc",
      tabindex: "0",
      role: "application",
      "aria-roledescription": _("polar map"),
      "aria-label": _("{map}: polar map. Arrow keys move the cursor, 0 to 4 set the segment's score; the table of values holds the same numbers.", { map: TITLES[name]() }),
      data: { disc: name },
    });
    const caption = element("figcaption", { class: "disc-caption" });
    const title = element("div", { class: "disc-title" });
    const nameIt = () => title.replaceChildren(...titleOf(name, data));
    data.editing.on(nameIt);
    nameIt();
    const figure = element(
      "figure",
      { class: "disc-figure", data: { disc: name } },
      title,
      box,
      caption,
    );
    host.append(figure);
    /** @type {Shown} */
    const one = { name, box, caption, disc: createDisc(box, () => drawLayers(one, data, view)) };
    shown.push(one);
  }
  const fill = () => shown.forEach((one) => fillDisc(one, data, view));
  const redraw = () => shown.forEach((one) => drawLayers(one, data, view));
  /** @type {{uptake: Uint32Array, difference: Uint32Array} | null} */
  let last = null;
  const color = (/** @type {{uptake: Uint32Array, difference: Uint32Array}} */ lookups) => {
    last = lookups;
    for (const { name, disc } of shown) {
      const isKinds = name === "change" && isOfKinds(data, view);
      disc.color(isKinds ? KINDS_LOOKUP : isSigned(name) ? lookups.difference : lookups.uptake);
    }
  };
  view.on(["isSmooth", "blackout", "change"], () => {
    fill();
    if (last) color(last);
    redraw();
  });
  view.on(["graticule", "territories", "area", "numbers", "model", "explanation", "finding"], redraw);
  data.editing.on(redraw);
  followScores(data, view);
  fill();
  return { shown, redraw, color };
}

/**
 * Show the physician's scores as soon as there are any.
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function followScores({ editing }, view) {
  let had = false;
  const follow = () => {
    const has = editing.hasGiven();
    if (has && !had && view.now.numbers === "model") view.set({ numbers: "physician" });
    had = has;
  };
  editing.on(follow);
  follow();
}

/**
 * Return whether the change is shown as kinds, not as a difference.
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 * @returns {boolean}
 */
function isOfKinds(data, view) {
  return view.now.change === "kinds" && Boolean(data.maps.change_kinds);
}

/**
 * @param {DiscName} name
 * @param {import("./reading.js").ReadingData} data
 * @returns {(Node | string)[]}
 */
function titleOf(name, data) {
  /** @type {HTMLElement[]} */
  const figures = [];
  const told = (/** @type {string} */ words, /** @type {number | null | undefined} */ value, digits = 0, unit = "", own = /** @type {HTMLElement | null} */ (null)) => {
    const isMissing = value === null || value === undefined;
    if (isMissing && !own) return;
    const text = isMissing ? "–" : number(value, digits) + unit;
    figures.push(element("span", { class: "disc-figure-value" }, `${words} `, element("b", { text }), own));
  };
  const { perfusion, difference } = data.document;
  const sum = (/** @type {string} */ words, /** @type {StateName | "change"} */ kind, /** @type {number | null | undefined} */ model) => {
    const own = data.editing.hasGiven() ? sumOf(data, "own", kind) : null;
    told(words, model, 0, "", own === null ? null : ownSum(own));
  };
  if (name === "change") {
    sum("SDS", name, difference?.summed_difference_score);
    told(_("ischemic TPD"), difference?.ischemic_tpd_percent, 1, "\u202f%");
  } else if (name !== "deviation") {
    told("TPD", perfusion[name]?.tpd_percent, 1, "\u202f%");
    sum(name === "stress" ? "SSS" : "SRS", name, perfusion[name]?.summed_score);
  }
  return [element("h2", { text: TITLES[name]() }), ...figures];
}

/**
 * Return the sum by the physician's scores, to stand behind the model's.
 * @param {number} sum
 * @returns {HTMLElement}
 */
function ownSum(sum) {
  const title = _("By the physician's scores");
  return element("span", { class: "disc-figure-own", title }, " → ", element("span", { class: "visually-hidden", text: `${title}: ` }), element("b", { text: number(sum) }));
}

/**
 * @param {Shown} one
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function fillDisc({ name, disc }, data, view) {
  const { isSmooth, blackout } = view.now;
  if (name === "change" && isOfKinds(data, view)) {
    disc.show({ values: Float32Array.from(data.maps.change_kinds ?? []), range: KINDS_RANGE, isSmooth: false });
    return;
  }
  if (name === "change") {
    disc.show({ values: floats(data.maps.difference), range: DIFFERENCE_RANGE, isSmooth });
    return;
  }
  if (name === "deviation") {
    const away = floats((data.maps.stress ?? data.maps.rest)?.deviation);
    disc.show({ values: away && away.map((each) => -POINTS_PER_SD * each), range: DIFFERENCE_RANGE, isSmooth });
    return;
  }
  const map = data.maps[name];
  const below = map?.is_below;
  disc.show({
    values: floats(map?.uptake_percent),
    range: UPTAKE_RANGE,
    isSmooth,
    isBlack: blackout && below ? (sample) => Boolean(below[sample]) : null,
  });
}

/**
 * Draw every layer that is switched on.
 * @param {Shown} one
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function drawLayers({ name, disc, caption }, data, view) {
  const pencil = disc.layers();
  const { circle } = disc;
  const { now } = view;
  pencil.clearRect(0, 0, pencil.canvas.width, pencil.canvas.height);
  const segments = segmentsOf(now.model);
  const isKinds = name === "change" && isOfKinds(data, view);
  if (isKinds) drawKinds(pencil, circle, data.maps.change_kinds ?? []);
  drawBorders(pencil, circle, segments, {
    graticule: now.graticule,
    territories: now.territories,
    isDark: isSigned(name) && !isKinds,
  });
  const below = name === "change" || name === "deviation" ? null : data.maps[name]?.is_below;
  if (now.blackout && below) drawBlackoutLine(pencil, circle, (sample) => Boolean(below[sample]));
  if (now.area) drawAreas(pencil, circle, data);
  drawRim(pencil, circle);
  const points = data.document.contributions?.[now.finding];
  if (now.explanation && points && now.model === 17) {
    drawExplanation(pencil, circle, segments, points);
  }
  const numbers = numbersOf(name, data, now);
  drawNumbers(pencil, circle, segments, numbers.told, isSigned(name) && !isKinds);
  caption.replaceChildren(
    element("span", { text: numbers.caption }),
    ...(isKinds ? [kindsLegend()] : []),
  );
}

/**
 * Draw the model's and the physician's affected area.
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./disc.js").Circle} circle
 * @param {import("./reading.js").ReadingData} data
 */
function drawAreas(pencil, circle, data) {
  const own = data.editing.mask();
  const model = data.maps.affected;
  if (own) drawArea(pencil, circle, own, { ink: PHYSICIAN_INK, isDashed: false });
  if (model) drawArea(pencil, circle, model, { ink: MODEL_INK, isDashed: true });
}
