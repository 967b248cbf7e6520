/**
 * Colour table and window: chosen here, applied to every disc and slice in one frame.
 */

import { get } from "../api.js";
import { element } from "../dom.js";
import { bindKeys } from "../keys.js";
import { _ } from "../words.js";
import { DIFFERENCE_RANGE, lookupOf, UPTAKE_RANGE } from "./lookup.js";

/** Tables offered first; the rest follow in their own group. */
const USUAL = ["inferno", "grey", "grey-inverted", "viridis", "cividis", "ten-step", "hot-iron", "pet"];
/** Difference that takes an end colour, in percentage points. */
export const DIFFERENCE_LIMIT = 40;
const HIGHEST = 150;
const LEAST_WIDTH = 5;

/** @typedef {import("./types.js").ColorTable} ColorTable */

/**
 * How long the last changes of table or window took, in milliseconds: from the moment
 * the frame began to work until every pixel was set.
 * @type {number[]}
 */
const frameTimes = [];
/** @type {any} */ (window).myomapFrameTimes = frameTimes;

/**
 * Return a table's title in the language of the page.
 * @param {ColorTable} table
 * @returns {string}
 */
export function titleOf(table) {
  const own = /** @type {Record<string, string>} */ ({
    grey: _("Grey"),
    "grey-inverted": _("Grey, inverted"),
    "ten-step": _("10 steps"),
    inferno: "Inferno",
    "red-blue": _("Blue to red"),
  });
  return own[table.name] ?? (table.title ?? capital(table.name)).replace(/ \(.*\)$/, "");
}

/** @param {string} name */
const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");

/**
 * Show the controls of the display in a toolbar.
 * @param {HTMLElement} bar
 * @param {import("./store.js").ViewStore} view
 */
export async function createDisplay(bar, view) {
  /** @type {ColorTable[]} */
  const tables = await get("/color-tables");
  const byName = new Map(tables.map((table) => [table.name, table]));
  if (!byName.has(view.now.table)) view.set({ table: tables[0]?.name ?? "grey" });
  /** @type {((lookups: {uptake: Uint32Array, difference: Uint32Array}) => void)[]} */
  const painted = [];
  let isWaiting = false;

  const select = tableSelect(tables, view);
  const low = slider(_("Lowest colour at"), view.now.low, (value) =>
    view.set({ low: Math.min(value, view.now.high - LEAST_WIDTH) }),
  );
  const high = slider(_("Highest colour at"), view.now.high, (value) =>
    view.set({ high: Math.max(value, view.now.low + LEAST_WIDTH) }),
  );
  const told = element("output", { class: "window-told" });
  bar.append(
    element("label", { class: "tool" }, element("span", { class: "visually-hidden", text: _("Colour table") }), select),
    element(
      "div",
      { class: "tool window", role: "group", "aria-label": _("Window") },
      element("span", { class: "tool-name", text: _("Window from"), "aria-hidden": "true" }),
      low,
      element("span", { class: "tool-name", text: _("up to"), "aria-hidden": "true" }),
      high,
      told,
    ),
  );

  /** @returns {ColorTable} */
  const table = () => byName.get(view.now.table) ?? /** @type {ColorTable} */ (tables[0]);

  const differences = byName.get("red-blue") ?? table();
  /** The same in every window: discs that are coloured by it need no new paint. */
  const difference = lookupOf(differences.colors, -DIFFERENCE_LIMIT, DIFFERENCE_LIMIT, DIFFERENCE_RANGE);

  function lookups() {
    const { low, high } = view.now;
    return { uptake: lookupOf(table().colors, low, high, UPTAKE_RANGE), difference };
  }

  function apply() {
    isWaiting = false;
    const began = performance.now();
    const given = lookups();
    for (const paint of painted) paint(given);
    frameTimes.push(performance.now() - began);
    if (frameTimes.length > 1000) frameTimes.shift();
  }

  function follow() {
    select.value = view.now.table;
    low.value = String(view.now.low);
    high.value = String(view.now.high);
    told.textContent = `${view.now.low}–${view.now.high}\u202f%`;
    if (!isWaiting) requestAnimationFrame(apply);
    isWaiting = true;
  }

  view.on(["table", "low", "high"], follow);
  follow();
  bindDisplayKeys(view);

  return {
    table,
    byName,
    /** @param {(lookups: {uptake: Uint32Array, difference: Uint32Array}) => void} paint */
    onPaint(paint) {
      painted.push(paint);
      paint(lookups());
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof createDisplay>>} Display */

/**
 * @param {ColorTable[]} tables
 * @param {import("./store.js").ViewStore} view
 * @returns {HTMLSelectElement}
 */
function tableSelect(tables, view) {
  const option = (/** @type {ColorTable} */ table) =>
    element("option", { value: table.name, text: titleOf(table) });
  const usual = USUAL.flatMap((name) => tables.filter((table) => table.name === name));
  const others = tables.filter((table) => !USUAL.includes(table.name) && table.name !== "red-blue");
  return element(
    "select",
    {
      class: "field field-small",
      id: "table",
      "aria-label": _("Colour table"),
      title: _("Colour table of all discs and slices"),
      on: { change: (event) => view.set({ table: event.target.value }) },
    },
    element("optgroup", { label: _("Usual") }, ...usual.map(option)),
    element("optgroup", { label: _("Others") }, ...others.map(option)),
  );
}

/**
 * @param {string} words
 * @param {number} value
 * @param {(value: number) => void} changed
 * @returns {HTMLInputElement}
 */
function slider(words, value, changed) {
  return element("input", {
    type: "range",
    min: "0",
    max: String(HIGHEST),
    step: "1",
    value: String(value),
    "aria-label": words,
    title: words,
    on: { input: (event) => changed(Number(event.target.value)) },
  });
}

/** @param {import("./store.js").ViewStore} view */
function bindDisplayKeys(view) {
  const shift = (/** @type {number} */ low, /** @type {number} */ high) => {
    const next = {
      low: Math.max(0, Math.min(view.now.low + low, view.now.high - LEAST_WIDTH)),
      high: Math.min(HIGHEST, Math.max(view.now.high + high, view.now.low + LEAST_WIDTH)),
    };
    view.set(next);
  };
  const next = () => {
    const at = USUAL.indexOf(view.now.table);
    view.set({ table: USUAL[(at + 1) % USUAL.length] ?? "grey" });
  };
  bindKeys(_("Display"), [
    { keys: ["t"], words: _("Next colour table"), run: next },
    { keys: ["-"], words: _("Highest colour lower"), run: () => shift(0, -5) },
    { keys: ["+", "="], words: _("Highest colour higher"), run: () => shift(0, 5) },
    { keys: ["["], words: _("Lowest colour lower"), run: () => shift(-5, 0) },
    { keys: ["]"], words: _("Lowest colour higher"), run: () => shift(5, 0) },
    { keys: ["w"], words: _("Window back to 0–100 %"), run: () => view.set({ low: 0, high: 100 }) },
    { keys: ["s"], words: _("Smooth or by samples"), run: () => view.set({ isSmooth: !view.now.isSmooth }) },
  ]);
}
