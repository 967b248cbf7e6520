/**
 * A case beside an earlier study of the same patient, and what has changed.
 */

import { dayWords } from "../case_rows.js";
import { element } from "../dom.js";
import { _, number } from "../words.js";
import { comparisonTable } from "./beside_table.js";
import { createDisc } from "./disc.js";
import { drawBorders, drawNumbers, drawRim } from "./layers.js";
import { DIFFERENCE_RANGE, UPTAKE_RANGE } from "./lookup.js";
import { floats, placeOf } from "./samples.js";
import { signed } from "./segment_numbers.js";
import { segmentOf } from "./cursor.js";
import { segmentsOf } from "./segments.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./reading.js").ReadingData} ReadingData */
/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {"now" | "prior" | "change"} Column */

const STATES = /** @type {const} */ (["stress", "rest"]);

/**
 * Show both studies.
 * @param {{discs: HTMLElement, side: HTMLElement, readout: HTMLElement}} places
 * @param {ReadingData} now
 * @param {ReadingData} prior
 * @param {import("./store.js").ViewStore} view
 * @param {import("./display.js").Display} display
 */
export function createBeside(places, now, prior, view, display) {
  const dates = { now: whenOf(now), prior: whenOf(prior) };
  const heads = [
    element("h2", { text: _("This study, {date}", { date: dates.now }) }),
    element("h2", { text: _("Prior study, {date}", { date: dates.prior }) }),
    element("h2", { text: _("Change: this − prior") }),
  ];
  places.discs.append(element("span", {}), ...heads);
  /** @type {{column: Column, disc: import("./disc.js").Disc}[]} */
  const shown = [];
  for (const state of STATES) {
    const maps = { now: now.maps[state], prior: prior.maps[state] };
    if (!maps.now && !maps.prior) continue;
    places.discs.append(element("span", { class: "beside-state", text: stateName(state) }));
    const values = { now: floats(maps.now?.uptake_percent), prior: floats(maps.prior?.uptake_percent) };
    const change = values.now && values.prior ? values.now.map((value, i) => value - (values.prior?.[i] ?? Number.NaN)) : null;
    for (const column of /** @type {Column[]} */ (["now", "prior", "change"])) {
      const own = column === "change" ? change : values[column];
      if (!own) {
        places.discs.append(element("p", { class: "beside-none", text: _("not there") }));
        continue;
      }
      shown.push({ column, disc: oneDisc(places, { state, column, values: own }, now, prior, view, values) });
    }
  }
  display.onPaint((lookups) => {
    for (const { column, disc } of shown) {
      disc.color(column === "change" ? lookups.difference : lookups.uptake);
    }
  });
  places.side.append(comparisonTable(now, prior));
}

/**
 * @param {ReadingData} data
 * @returns {string}
 */
export function whenOf(data) {
  return dayWords(data.case.row);
}

/**
 * @param {{discs: HTMLElement, readout: HTMLElement}} places
 * @param {{state: StateName, column: Column, values: Float32Array}} what
 * @param {ReadingData} now
 * @param {ReadingData} prior
 * @param {import("./store.js").ViewStore} view
 * @param {{now: Float32Array | null, prior: Float32Array | null}} both
 */
function oneDisc(places, { state, column, values }, now, prior, view, both) {
  const words = { now: _("this study"), prior: _("prior study"), change: _("change") }[column];
  const box = element("div", {
    class: "disc", role: "img", data: { disc: `${state}-${column}` },
    "aria-label": `${stateName(state)}, ${words}`,
  });
  places.discs.append(box);
  const disc = createDisc(box, layers);

  function layers() {
    const pencil = disc.layers();
    pencil.clearRect(0, 0, pencil.canvas.width, pencil.canvas.height);
    const segments = segmentsOf(view.now.model);
    drawBorders(pencil, disc.circle, segments, { graticule: view.now.graticule, territories: view.now.territories, isDark: column === "change" });
    drawRim(pencil, disc.circle);
    const means = { now: now.means(view.now.model)[state], prior: prior.means(view.now.model)[state] };
    drawNumbers(pencil, disc.circle, segments, ({ number: segment }) => {
      const [a, b] = [means.now?.[segment - 1] ?? null, means.prior?.[segment - 1] ?? null];
      const value = column === "now" ? a : column === "prior" ? b : a === null || b === null ? null : a - b;
      if (value === null) return null;
      return { text: column === "change" ? signed(Math.round(value)) : number(value) };
    }, column === "change");
  }

  function fill() {
    disc.show({ values, range: column === "change" ? DIFFERENCE_RANGE : UPTAKE_RANGE, isSmooth: view.now.isSmooth });
  }

  function pointer() {
    const pencil = disc.pointers();
    pencil.clearRect(0, 0, pencil.canvas.width, pencil.canvas.height);
    if (view.now.cursor < 0) return;
    const { x, y } = placeOf(view.now.cursor);
    pencil.beginPath();
    pencil.arc(disc.circle.x + x * disc.circle.radius, disc.circle.y - y * disc.circle.radius, 5 * disc.circle.unit, 0, 2 * Math.PI);
    pencil.lineWidth = 2 * disc.circle.unit;
    pencil.strokeStyle = "#fff";
    pencil.stroke();
  }

  box.addEventListener("pointermove", (event) => {
    view.set({ cursor: disc.sampleUnder(event) });
    tell(places.readout, state, view, both);
  });
  box.addEventListener("pointerleave", () => view.set({ cursor: -1 }));
  view.on(["cursor"], pointer);
  view.on(["isSmooth"], fill);
  view.on(["graticule", "territories", "model"], layers);
  fill();
  return disc;
}

/**
 * @param {HTMLElement} readout
 * @param {StateName} state
 * @param {import("./store.js").ViewStore} view
 * @param {{now: Float32Array | null, prior: Float32Array | null}} values
 */
function tell(readout, state, view, values) {
  const { cursor, model } = view.now;
  const segment = cursor < 0 ? null : segmentOf(cursor, model);
  if (!segment) return;
  const [a, b] = [values.now?.[cursor] ?? Number.NaN, values.prior?.[cursor] ?? Number.NaN];
  const told = (/** @type {number} */ value) => (Number.isNaN(value) ? "–" : number(value));
  readout.textContent = [
    `${segment.number} ${segment.name}`,
    stateName(state),
    _("this study {value}", { value: told(a) }),
    _("prior study {value}", { value: told(b) }),
    Number.isNaN(a - b) ? "" : _("change {value}", { value: signed(Math.round(a - b)) }),
  ].filter(Boolean).join(" · ");
}
