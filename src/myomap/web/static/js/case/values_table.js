/**
 * The values of every segment: uptake, the model's scores, and the physician's to be
 * typed. It is also what a screen reader has in the place of the discs.
 */

import { element, replace } from "../dom.js";
import { bindKeys } from "../keys.js";
import { _, number } from "../words.js";
import { signed } from "./segment_numbers.js";
import { segmentsOf, territoryWords } from "./segments.js";

/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {import("./reading.js").ReadingData} ReadingData */

const STATES = /** @type {const} */ (["stress", "rest"]);

/**
 * Show the table in a box.
 * @param {HTMLElement} box
 * @param {ReadingData} data
 * @param {import("./store.js").ViewStore} view
 * @param {(sample: number) => number} segmentOfSample - Of 17.
 */
export function createValuesTable(box, data, view, segmentOfSample) {
  const build = () => {
    replace(box, tableOf(data, view));
    follow();
  };
  const follow = () => refresh(box, data);
  view.on(["model"], build);
  view.on(["cursor"], () => highlight(box, view.now.model === 17 ? segmentOfSample(view.now.cursor) : 0));
  data.editing.on(follow);
  box.addEventListener("keydown", (event) => typed(event, box, data));
  box.addEventListener("input", (event) => entered(event, data));
  box.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLInputElement) event.target.select();
  });
  bindKeys(_("Values"), [
    { keys: ["e"], words: _("Edit the scores"), run: (event) => { event.preventDefault(); firstInput(box)?.focus(); } },
    { keys: ["m"], words: _("17 or 20 segments"), run: () => view.set({ model: view.now.model === 17 ? 20 : 17 }) },
  ]);
  build();
}

/** @param {HTMLElement} box */
const firstInput = (box) => /** @type {HTMLInputElement | null} */ (box.querySelector("input:enabled"));

/**
 * @param {ReadingData} data
 * @param {import("./store.js").ViewStore} view
 * @returns {HTMLTableElement}
 */
function tableOf(data, view) {
  const has = { stress: Boolean(data.maps.stress), rest: Boolean(data.maps.rest) };
  const both = has.stress && has.rest;
  const is17 = view.now.model === 17;
  const states = STATES.filter((state) => has[state]);
  const n = states.length + (both ? 1 : 0);
  const heads = (/** @type {string} */ group) => [
    ...states.map((state) => {
      const [short, long] = state === "stress" ? [_("S"), _("Stress")] : [_("R"), _("Rest")];
      return element("th", { scope: "col", class: "number", title: `${group}: ${long}` }, element("abbr", { title: long, text: short }));
    }),
    both && element("th", { scope: "col", class: "number" }, element("abbr", { title: _("Difference"), text: "Δ" })),
  ].filter(Boolean);
  const means = data.means(view.now.model);
  const groups = is17
    ? [[_("Uptake, %"), "uptake"], [_("Model"), "model"], [_("Physician"), "own"]]
    : [[_("Uptake, %"), "uptake"]];
  return element(
    "table",
    { class: both ? "values" : "values values-single", "aria-label": _("Values of the segments") },
    columns(n, groups.length),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col", colspan: "2", rowspan: "2", class: "values-corner", text: _("Segment") }),
        ...groups.map(([words = "", kind = ""]) =>
          groupHead(words, kind, n)),
      ),
      element("tr", {}, ...groups.flatMap(([words = ""]) => heads(words))),
    ),
    element(
      "tbody",
      {},
      ...segmentsOf(view.now.model).map((segment) =>
        rowOf(segment, { data, states, both, is17, means: { stress: means.stress, rest: means.rest, change: means.change } })),
    ),
    is17 && sumsOf(states, both),
  );
}

/**
 * @param {string} words
 * @param {string} kind
 * @param {number} n - Columns below it.
 */
function groupHead(words, kind, n) {
  const help = kind === "own" ? _("Physician's scores: type 0 to 4; Delete takes the model's back") : words;
  return element("th", { scope: "colgroup", colspan: String(n), class: `values-group values-${kind}`, text: words, title: help });
}

/**
 * @param {number} n - Of values in a group.
 * @param {number} groups
 */
function columns(n, groups) {
  const values = Array.from({ length: n * groups }, (_each, i) =>
    element("col", { class: i >= n ? "values-col-score" : i === 2 ? "values-col-change" : "values-col-value" }),
  );
  return element("colgroup", {}, element("col", { class: "values-col-number" }), element("col", {}), ...values);
}

/**
 * @param {import("./segments.js").Segment} segment
 * @param {{data: ReadingData, states: StateName[], both: boolean, is17: boolean, means: import("./reading.js").Means}} given
 * @returns {HTMLTableRowElement}
 */
function rowOf(segment, { data, states, both, is17, means }) {
  const i = segment.number - 1;
  const cell = (/** @type {number | null | undefined} */ value, isSigned = false) =>
    element("td", { class: "number", text: value === null || value === undefined ? "–" : isSigned ? signed(Math.round(value)) : number(value) });
  return element(
    "tr",
    { data: { segment: String(segment.number) } },
    element("td", { class: "number values-number", text: String(segment.number) }),
    element("th", { scope: "row", class: "values-name", text: segment.name, title: `${segment.name} (${territoryWords(segment.territory)})` }),
    ...states.map((state) => cell(means[state]?.[i])),
    both && cell(means.change?.[i], true),
    ...(is17 ? scoreCells(segment, states, both, data) : []),
  );
}

/**
 * @param {import("./segments.js").Segment} segment
 * @param {StateName[]} states
 * @param {boolean} both
 * @param {ReadingData} data
 */
function scoreCells({ number: segment, name }, states, both, data) {
  const model = states.map((state, k) => {
    const entry = data.document.perfusion[state]?.segments[segment - 1];
    const score = entry?.score ?? null;
    const range = entry?.score_interval;
    return element("td", {
      class: k === 0 ? "number values-first" : "number",
      text: score === null ? "–" : `${score}${entry.is_borderline ? "*" : ""}`,
      title: range ? _("could as well be {low} to {high}", { low: range[0], high: range[1] }) : null,
    });
  });
  const own = states.map((state, k) =>
    element(
      "td",
      { class: k === 0 ? "number values-first" : "number" },
      element("input", {
        type: "text",
        inputmode: "numeric",
        maxlength: "1",
        autocomplete: "off",
        class: "score",
        placeholder: "·",
        data: { state, segment: String(segment) },
        "aria-label": _("Physician's score, {state}, segment {segment} {name}", { state: state === "stress" ? _("stress") : _("rest"), segment, name }),
        disabled: data.editing.modelScore(state, segment) === null && !data.maps[state],
      }),
    ),
  );
  return [
    ...model,
    both && element("td", { class: "number", data: { difference: "model" } }),
    ...own,
    both && element("td", { class: "number", data: { difference: "own" } }),
  ];
}

/**
 * @param {StateName[]} states
 * @param {boolean} both
 */
function sumsOf(states, both) {
  const names = { stress: "SSS", rest: "SRS" };
  const cells = (/** @type {string} */ whose) => [
    ...states.map((state, k) =>
      element("td", { class: k === 0 && whose !== "" ? "number values-first" : "number", data: { sum: state, whose }, title: names[state] })),
    both && element("td", { class: "number", data: { sum: "change", whose }, title: "SDS" }),
  ];
  const titles = [states.map((state) => names[state]).join(", "), both ? "SDS" : ""].filter(Boolean).join(", ");
  return element(
    "tfoot",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "row", colspan: String(2 + states.length + (both ? 1 : 0)), class: "values-sums", text: _("Sum: {names}", { names: titles }) }),
      ...cells("model"),
      ...cells("own"),
    ),
  );
}

/**
 * Bring the physician's scores, differences and sums up to date.
 * @param {HTMLElement} box
 * @param {ReadingData} data
 */
function refresh(box, data) {
  const { editing } = data;
  for (const input of box.querySelectorAll("input.score")) {
    const field = /** @type {HTMLInputElement} */ (input);
    const state = /** @type {StateName} */ (field.dataset.state);
    const segment = Number(field.dataset.segment);
    const score = editing.ownScore(state, segment);
    field.value = score === null ? "" : String(score);
    field.classList.toggle("is-changed", editing.isChanged(state, segment));
    field.readOnly = editing.status() === "looking";
  }
  for (const row of box.querySelectorAll("tbody tr")) {
    const segment = Number(/** @type {HTMLElement} */ (row).dataset.segment);
    tell(row, '[data-difference="model"]', editing.modelDifference(segment));
    tell(row, '[data-difference="own"]', editing.difference(segment));
  }
  for (const whose of /** @type {const} */ (["model", "own"])) {
    for (const kind of /** @type {const} */ (["stress", "rest", "change"])) {
      tell(box, `[data-sum="${kind}"][data-whose="${whose}"]`, sumOf(data, whose, kind));
    }
  }
}

/**
 * @param {Element} place
 * @param {string} selector
 * @param {number | null} value
 */
function tell(place, selector, value) {
  const cell = place.querySelector(selector);
  if (cell) cell.textContent = value === null ? "–" : String(value);
}

/**
 * Return a summed score; null where a segment has none.
 * @param {ReadingData} data
 * @param {"model" | "own"} whose
 * @param {StateName | "change"} kind
 * @returns {number | null}
 */
export function sumOf({ editing }, whose, kind) {
  let sum = 0;
  for (let segment = 1; segment <= 17; segment += 1) {
    const isModel = whose === "model";
    const value =
      kind === "change"
        ? isModel ? editing.modelDifference(segment) : editing.difference(segment)
        : isModel ? editing.modelScore(kind, segment) : editing.ownScore(kind, segment);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} box
 * @param {ReadingData} data
 */
function typed(event, box, data) {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.classList.contains("score")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const state = /** @type {StateName} */ (field.dataset.state);
  const segment = Number(field.dataset.segment);
  const go = (/** @type {StateName} */ to, /** @type {number} */ row) => {
    const next = box.querySelector(`input.score[data-state="${to}"][data-segment="${row}"]`);
    if (next instanceof HTMLInputElement) next.focus();
  };
  if (/^[0-4]$/.test(event.key)) {
    data.editing.setScore(state, segment, Number(event.key));
    go(state, segment + 1);
  } else if (event.key === "ArrowDown" || event.key === "Enter") go(state, segment + 1);
  else if (event.key === "ArrowUp") go(state, segment - 1);
  else if (event.key === "ArrowLeft") go("stress", segment);
  else if (event.key === "ArrowRight") go("rest", segment);
  else if (event.key === "Delete" || event.key === "Backspace") {
    data.editing.setScore(state, segment, null);
  } else if (event.key === "Escape") field.blur();
  else if (event.key.length > 1) return;
  event.preventDefault();
}

/**
 * Take what came without a key: pasted, or from a keyboard on the screen.
 * @param {Event} event
 * @param {ReadingData} data
 */
function entered(event, data) {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.classList.contains("score")) return;
  const state = /** @type {StateName} */ (field.dataset.state);
  const segment = Number(field.dataset.segment);
  if (/^[0-4]$/.test(field.value)) data.editing.setScore(state, segment, Number(field.value));
  const score = data.editing.ownScore(state, segment);
  field.value = score === null ? "" : String(score);
}

/**
 * @param {HTMLElement} box
 * @param {number} segment
 */
function highlight(box, segment) {
  for (const row of box.querySelectorAll("tbody tr")) {
    row.classList.toggle("is-pointed", Number(/** @type {HTMLElement} */ (row).dataset.segment) === segment && segment > 0);
  }
}
