/**
 * Figures of two studies and their change, in a table.
 */

import { element } from "../dom.js";
import { verdictMark } from "../verdicts.js";
import { _, number } from "../words.js";
import { SEGMENTS_17 } from "./segments.js";
import { signed } from "./segment_numbers.js";
import { stateName } from "./state_words.js";
import { sumOf } from "./values_table.js";

/** @typedef {import("./reading.js").ReadingData} ReadingData */

/** Change of a segment's uptake that is told, in percentage points. */
const TOLD_POINTS = 8;

/**
 * @param {ReadingData} now
 * @param {ReadingData} prior
 * @returns {HTMLElement}
 */
export function comparisonTable(now, prior) {
  return element(
    "div",
    { class: "beside-tables" },
    element("h2", { class: "panel-title", text: _("Figures") }),
    element("table", { class: "figures" }, head(), element("tbody", {}, verdictRow(_("Model"), labelOf(now), labelOf(prior)), verdictRow(_("Physician"), ownLabel(now), ownLabel(prior)), ...figureRows(now, prior))),
    element("h2", { class: "panel-title", text: _("Segments that changed by {n} points or more", { n: TOLD_POINTS }) }),
    segmentTable(now, prior),
    element("p", { class: "small-print", text: _("The maps are each scaled to their own reference and are not moved onto each other.") }),
  );
}

function head() {
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("td", {}),
      ...[_("This"), _("Prior")].map((text) => element("th", { scope: "col", class: "number", text })),
      element("th", { scope: "col", class: "number" }, element("abbr", { title: _("Change"), text: "Δ" })),
    ),
  );
}

/** @param {ReadingData} data */
const labelOf = (data) => data.document.verdict.label;

/** @param {ReadingData} data */
function ownLabel(data) {
  const own = data.editing.physician();
  return own.label ?? (own.agrees ? labelOf(data) : null);
}

/**
 * @param {string} words
 * @param {string | null} a
 * @param {string | null} b
 */
function verdictRow(words, a, b) {
  const cell = (/** @type {string | null} */ label) => element("td", { class: "number" }, label ? verdictMark(label) : "–");
  return element("tr", {}, element("th", { scope: "row", text: words }), cell(a), cell(b), element("td", {}));
}

/**
 * @param {ReadingData} now
 * @param {ReadingData} prior
 */
function figureRows(now, prior) {
  const paths = /** @type {[string, (document: any) => number | null | undefined, number][]} */ ([
    [_("TPD at stress, %"), (d) => d.perfusion.stress?.tpd_percent, 1],
    [_("TPD at rest, %"), (d) => d.perfusion.rest?.tpd_percent, 1],
    [_("Ischemic TPD, %"), (d) => d.difference?.ischemic_tpd_percent, 1],
    [_("Extent at stress, %"), (d) => d.perfusion.stress?.extent_percent, 1],
    [_("SSS, model"), (d) => d.perfusion.stress?.summed_score, 0],
    [_("SRS, model"), (d) => d.perfusion.rest?.summed_score, 0],
    [_("SDS, model"), (d) => d.difference?.summed_difference_score, 0],
    ["TID", (d) => d.difference?.tid_ratio, 2],
  ]);
  const rows = paths.map(([words, of, digits]) => figureRow(words, [of(now.document), of(prior.document)], digits));
  rows.splice(-1, 0, ...ownSums(now, prior));
  return rows;
}

/**
 * Return the sums of the physician's scores, where one of the studies has any.
 * @param {ReadingData} now
 * @param {ReadingData} prior
 */
function ownSums(now, prior) {
  if (!now.editing.hasGiven() && !prior.editing.hasGiven()) return [];
  const kinds = /** @type {[string, "stress" | "rest" | "change"][]} */ ([
    [_("SSS, physician"), "stress"],
    [_("SRS, physician"), "rest"],
    [_("SDS, physician"), "change"],
  ]);
  return kinds.map(([words, kind]) => figureRow(words, [sumOf(now, "own", kind), sumOf(prior, "own", kind)], 0));
}

/**
 * @param {string} words
 * @param {(number | null | undefined)[]} values - Now and then.
 * @param {number} digits
 */
function figureRow(words, values, digits) {
  const [a = null, b = null] = values;
  const cells = [a, b].map((value) => element("td", { class: "number", text: value === null ? "–" : number(value, digits) }));
  const change = a === null || b === null ? "–" : (a > b ? "+" : "") + number(a - b, digits);
  return element("tr", {}, element("th", { scope: "row", text: words }), ...cells, element("td", { class: "number" }, element("b", { text: change })));
}

/**
 * @param {ReadingData} now
 * @param {ReadingData} prior
 */
function segmentTable(now, prior) {
  const rows = SEGMENTS_17.flatMap((segment) =>
    (/** @type {const} */ (["stress", "rest"])).flatMap((state) => {
      const a = now.means(17)[state]?.[segment.number - 1] ?? null;
      const b = prior.means(17)[state]?.[segment.number - 1] ?? null;
      return a === null || b === null || Math.abs(a - b) < TOLD_POINTS ? [] : [{ segment, state, a, b }];
    }),
  );
  if (!rows.length) return element("p", { class: "soft", text: _("None.") });
  rows.sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b));
  return element(
    "div",
    { class: "beside-segments", role: "region", "aria-label": _("Segments that changed") },
    element(
      "table",
      { class: "figures" },
      head(),
      element(
        "tbody",
        {},
        ...rows.map(({ segment, state, a, b }) =>
          element(
            "tr",
            {},
            element("th", { scope: "row", text: `${stateName(state)}, ${segment.number} ${segment.name}`, title: segment.name }),
            element("td", { class: "number", text: number(a) }),
            element("td", { class: "number", text: number(b) }),
            element("td", { class: "number" }, element("b", { text: signed(Math.round(a - b)) })),
          )),
      ),
    ),
  );
}
