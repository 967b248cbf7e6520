/**
 * One cursor over all discs and slices: which segment, how much uptake, how far from
 * normal, at the same sample of the wall everywhere.
 */

import { element, replace } from "../dom.js";
import { bindKeys } from "../keys.js";
import { _, number } from "../words.js";
import { neighbourOf, placeOf, N_RINGS } from "./samples.js";
import { segmentAt, segmentsOf, territoryWords } from "./segments.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./types.js").StateName} StateName */

/** Arrow keys move along the screen's axes: which way is outward depends on the side. */
const WAYS = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/**
 * Join the discs by one cursor, and tell what it is on.
 * @param {import("./discs.js").Discs} discs
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 * @param {HTMLElement} readout
 */
export function joinCursor(discs, data, view, readout) {
  /** @type {import("./discs.js").DiscName | null} */
  let over = null;
  const setScore = (/** @type {string} */ key, /** @type {import("./discs.js").DiscName} */ name) => {
    const state = name === "rest" || !data.maps.stress ? "rest" : "stress";
    const segment = segmentOf(view.now.cursor, 17);
    if (segment) data.editing.setScore(state, segment.number, Number(key));
  };
  for (const { name, box, disc } of discs.shown) {
    box.addEventListener("pointermove", (event) => {
      over = name;
      // Told aloud only where the cursor is moved by keys, step by step.
      readout.setAttribute("aria-live", "off");
      view.set({ cursor: disc.sampleUnder(event), probe: null });
    });
    box.addEventListener("pointerleave", () => {
      over = null;
      view.set({ cursor: -1 });
    });
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const way = WAYS[event.key];
      if (way) {
        event.preventDefault();
        readout.setAttribute("aria-live", "polite");
        view.set({ cursor: moved(view.now.cursor, way, event.shiftKey ? 4 : 1), probe: null });
      } else if (/^[0-4]$/.test(event.key) && view.now.cursor >= 0 && view.now.model === 17) {
        event.preventDefault();
        setScore(event.key, name);
      }
    });
  }
  bindKeys(_("Discs"), [
    { keys: ["0", "1", "2", "3", "4"], shown: "0 – 4", words: _("Score of the segment under the cursor"), run: (event) => {
      if (over && view.now.cursor >= 0 && view.now.model === 17) setScore(event.key, over);
    } },
    { keys: [], shown: "← ↑ → ↓", words: _("Move the cursor over a disc in focus"), run: () => undefined },
  ]);
  const show = () => {
    for (const { disc } of discs.shown) mark(disc, view.now.cursor);
    tellAbout(readout, data, view);
  };
  view.on(["cursor", "probe", "model", "area"], show);
  data.editing.on(() => tellAbout(readout, data, view));
  show();
}

/**
 * Return the segment that a sample lies in.
 * @param {number} sample
 * @param {17 | 20} model
 */
export function segmentOf(sample, model) {
  const { radius, angle } = placeOf(sample);
  return segmentAt(segmentsOf(model), radius, angle + 0.01);
}

/**
 * @param {number} sample
 * @param {[number, number]} way - Right and up.
 * @param {number} steps
 * @returns {number}
 */
function moved(sample, way, steps) {
  if (sample < 0) return 0;
  const { x, y, radius } = placeOf(sample);
  const length = Math.max(radius, 0.5 / N_RINGS);
  const outward = (way[0] * x + way[1] * y) / length;
  const around = (-way[0] * y + way[1] * x) / length;
  if (Math.abs(outward) >= Math.abs(around)) return neighbourOf(sample, Math.sign(outward) * steps, 0);
  const reach = Math.max(1, Math.round((steps * 72) / (2 * Math.PI * N_RINGS * length)));
  return neighbourOf(sample, 0, Math.sign(around) * reach);
}

/**
 * @param {import("./disc.js").Disc} disc
 * @param {number} sample
 */
function mark(disc, sample) {
  const pencil = disc.pointers();
  const { circle } = disc;
  pencil.clearRect(0, 0, pencil.canvas.width, pencil.canvas.height);
  if (sample < 0) return;
  const { x, y } = placeOf(sample);
  const across = circle.x + x * circle.radius;
  const down = circle.y - y * circle.radius;
  const arm = 9 * circle.unit;
  const gap = 3 * circle.unit;
  for (const [wide, ink] of /** @type {[number, string][]} */ ([[4, "#000"], [1.8, "#fff"]])) {
    pencil.beginPath();
    for (const [u, v] of /** @type {[number, number][]} */ ([[1, 0], [-1, 0], [0, 1], [0, -1]])) {
      pencil.moveTo(across + gap * u, down + gap * v);
      pencil.lineTo(across + arm * u, down + arm * v);
    }
    pencil.lineWidth = wide * circle.unit;
    pencil.strokeStyle = ink;
    pencil.stroke();
  }
}

/**
 * Write what the cursor is on.
 * @param {HTMLElement} readout
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function tellAbout(readout, data, view) {
  const { cursor, model, probe } = view.now;
  const segment = cursor < 0 ? undefined : segmentOf(cursor, model);
  readout.dataset.segment = segment ? String(segment.number) : "";
  if (!segment) {
    replace(readout, ...(probe ? [element("span", { text: probeWords(probe) })] : hints(view)));
    return;
  }
  replace(
    readout,
    element("b", { text: `${segment.number} ${segment.name}` }),
    element("span", { class: "readout-territory", text: territoryWords(segment.territory) }),
    ...(["stress", "rest"].map((state) => stateWords(/** @type {StateName} */ (state), cursor, data))),
    differenceWords(cursor, data),
    scoreWords(segment.number, data, model),
  );
}

/** @param {import("./store.js").ViewStore} view */
function hints(view) {
  const area = (/** @type {string} */ whose, /** @type {string} */ words) =>
    element("span", {}, element("i", { class: `line line-${whose}`, "aria-hidden": "true" }), words);
  return [
    element("span", { class: "readout-hint", text: _("Point at a disc or a slice to read it. Press ? for all keys.") }),
    ...(view.now.area
      ? [area("model", _("affected area, model")), area("physician", _("affected area, physician"))]
      : []),
  ];
}

/** @param {NonNullable<import("./store.js").View["probe"]>} probe */
function probeWords(probe) {
  const state = stateName(probe.state);
  return _("{state}: {value} % of the wall's reference, outside the wall", { state, value: number(probe.percent) });
}

/**
 * @param {StateName} state
 * @param {number} sample
 * @param {import("./reading.js").ReadingData} data
 */
function stateWords(state, sample, data) {
  const map = data.maps[state];
  if (!map) return null;
  const value = map.uptake_percent[sample];
  const away = map.deviation?.[sample];
  const name = stateName(state);
  const text = value === null || value === undefined ? _("no data") : `${number(value)}\u202f%`;
  const deviation =
    away === null || away === undefined
      ? ""
      : awayWords(-away, Boolean(map.is_below?.[sample]));
  return element("span", {}, `${name} `, element("b", { text }), deviation);
}

/**
 * @param {number} value - Standard deviations from the normal mean.
 * @param {boolean} isBelow
 * @returns {string}
 */
function awayWords(value, isBelow) {
  const told = { value: number(value, 1) };
  return isBelow ? _(" ({value} SD, below normal)", told) : _(" ({value} SD)", told);
}

/**
 * @param {number} sample
 * @param {import("./reading.js").ReadingData} data
 */
function differenceWords(sample, data) {
  const value = data.maps.difference?.[sample];
  if (value === null || value === undefined) return null;
  const text = value > 0 ? `+${number(value)}` : number(value);
  return element("span", {}, _("Difference"), " ", element("b", { text }));
}

/**
 * @param {number} segment
 * @param {import("./reading.js").ReadingData} data
 * @param {17 | 20} model
 */
function scoreWords(segment, data, model) {
  if (model !== 17) return null;
  const { editing } = data;
  const isOwn = editing.hasGiven();
  const told = (/** @type {StateName} */ state) => {
    const score = isOwn ? editing.ownScore(state, segment) : editing.modelScore(state, segment);
    if (score === null) return "–";
    return editing.isChanged(state, segment) ? `[${score}]` : String(score);
  };
  return element("span", {}, isOwn ? _("Physician's score") : _("Model's score"), " ", element("b", { text: `${told("stress")} | ${told("rest")}` }));
}
