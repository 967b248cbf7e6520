/**
 * The figures of both states and of what changes, with their intervals, and the
 * affected areas that were found.
 */

import { element, replace } from "../dom.js";
import { verdictWords } from "../verdicts.js";
import { _, ngettext, number, percent, range } from "../words.js";
import { placedStates } from "./placed.js";
import { territoryWords } from "./segments.js";
import { sumOf } from "./values_table.js";

/**
 * Show the figures in a box.
 * @param {HTMLElement} box
 * @param {import("./reading.js").ReadingData} data
 */
export function createFigures(box, data) {
  const follow = () => replace(box, table(data), defects(data.case), smallPrint(data));
  data.editing.on(follow);
  follow();
}

/** @param {import("./reading.js").ReadingData} data */
function table(data) {
  const { stress, rest } = data.document.perfusion;
  const change = data.document.difference;
  const rows = [
    row(_("TPD, %"), [
      [stress?.tpd_percent, stress?.tpd_interval, 1],
      [rest?.tpd_percent, rest?.tpd_interval, 1],
      [change?.ischemic_tpd_percent, change?.ischemic_tpd_interval, 1],
    ]),
    row(_("Extent, %"), [
      [stress?.extent_percent, stress?.extent_interval, 1],
      [rest?.extent_percent, rest?.extent_interval, 1],
      [change?.reversible_extent_percent, null, 1],
    ]),
    row(_("Sum, model"), [
      [stress?.summed_score, stress?.summed_score_interval, 0],
      [rest?.summed_score, rest?.summed_score_interval, 0],
      [change?.summed_difference_score, change?.summed_difference_interval, 0],
    ]),
    row(_("Sum, physician"), [
      [stress ? sumOf(data, "own", "stress") : null, null, 0],
      [rest ? sumOf(data, "own", "rest") : null, null, 0],
      [stress && rest ? sumOf(data, "own", "change") : null, null, 0],
    ], "figures-own"),
    ...automaticRows(data),
  ];
  return element(
    "table",
    { class: "figures" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td", {}),
        element("th", { scope: "col", class: "number", text: _("Stress") }),
        element("th", { scope: "col", class: "number", text: _("Rest") }),
        element("th", { scope: "col", class: "number", text: _("Change") }),
      ),
    ),
    element("tbody", {}, ...rows),
  );
}

/**
 * Return the figures of the reading that placed every ventricle itself, where this one
 * did not.
 * @param {import("./reading.js").ReadingData} data
 */
function automaticRows({ document, case: { readings } }) {
  const [automatic] = readings;
  if (!automatic || !placedStates(document).length) return [];
  const of = (/** @type {"tpd_percent" | "extent_percent" | "summed_score"} */ name, /** @type {number} */ digits) =>
    /** @type {[number | null | undefined, null, number][]} */ (
      (/** @type {const} */ (["stress", "rest", "change"])).map((kind) => [automatic[kind]?.[name], null, digits])
    );
  return [
    row(_("TPD, automatic"), of("tpd_percent", 1), "figures-automatic"),
    row(_("Extent, automatic"), of("extent_percent", 1), "figures-automatic"),
    row(_("Sum, automatic"), of("summed_score", 0), "figures-automatic"),
  ];
}

/**
 * @param {string} words
 * @param {[number | null | undefined, [number, number] | null | undefined, number][]} values
 * @param {string} [kind]
 */
function row(words, values, kind = "") {
  return element(
    "tr",
    { class: kind },
    element("th", { scope: "row", text: words }),
    ...values.map(([value, interval, digits]) =>
      element(
        "td",
        { class: "number" },
        element("b", { text: value === null || value === undefined ? "–" : number(value, digits) }),
        interval ? element("small", { text: reach(interval) }) : null,
      ),
    ),
  );
}

/**
 * Return an interval; a dash would run into a minus sign.
 * @param {[number, number]} interval
 * @returns {string}
 */
function reach([low, high]) {
  return low < 0 ? `${number(low)} … ${number(high)}` : range(low, high);
}

/**
 * Return the affected areas; what the network alone suspects has neither size nor depth.
 * @param {import("./types.js").Case} found
 */
function defects({ document, suspected }) {
  if (!document.defects?.length) return null;
  return element(
    "ul",
    { class: "defects", "aria-label": _("Affected areas, model") },
    ...document.defects.map((/** @type {any} */ each) =>
      element(
        "li",
        {},
        element("b", { text: territoryWords(each.territory) }),
        ` ${kindOf(each, suspected.includes(each.territory))}`,
        each.segments.length
          ? element("span", { class: "soft" }, " · ", segmentsOf(each.segments))
          : null,
      ),
    ),
  );
}

/**
 * @param {any} defect
 * @param {boolean} isSuspected - By the network alone.
 */
function kindOf(defect, isSuspected) {
  const kind = verdictWords(defect.kind).toLowerCase();
  if (isSuspected) return _("suspected by the network alone: {kind}", { kind });
  return `${kind}, ${percent(defect.extent_percent)}`;
}

/** @param {number[]} found */
function segmentsOf(found) {
  return ngettext("segment {numbers}", "segments {numbers}", found.length, { numbers: found.join(", ") });
}

/** @param {import("./reading.js").ReadingData} data */
function smallPrint({ document, case: { limits } }) {
  const told = [];
  const tid = document.difference?.tid_ratio;
  if (tid !== null && tid !== undefined) told.push(`TID ${number(tid, 2)}`);
  for (const [state, words] of /** @type {[string, string][]} */ ([["stress", _("stress")], ["rest", _("rest")]])) {
    const quality = document.quality.contour[state];
    if (quality?.source === "manual") told.push(_("contour {state} by hand", { state: words }));
    else if (quality) told.push(_("contour {state} {score}", { state: words, score: number(quality.score, 2) }));
  }
  const ratio = document.perfusion.stress?.lung_heart_ratio;
  if (ratio !== null && ratio !== undefined) told.push(_("lung/heart {ratio}", { ratio: number(ratio, 2) }));
  const name = document.provenance.model?.name;
  const made = [name && _("model {name}", { name }), limits && _("limits: {limits}", { limits })].filter(Boolean);
  return element(
    "p",
    { class: "small-print" },
    told.length ? element("span", { text: told.join(" · ") }) : null,
    element("span", { text: made.join(" · "), title: document.provenance.model?.sha256 ?? "" }),
  );
}
