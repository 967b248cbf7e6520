/** One line of the worklist. */

import { element, sign } from "./dom.js";
import { sourceWords, verdictMark, verdictWords } from "./verdicts.js";
import { _, ago, date, dateTime, ngettext, number, percent, range } from "./words.js";

/** @typedef {import("./api.js").CaseRow} CaseRow */

/** Columns of the table, for lines that span all. */
export const COLUMNS = 10;

/**
 * @typedef {object} RowDeeds
 * @property {(row: CaseRow) => void} remove
 * @property {(row: CaseRow) => void} restore
 * @property {(row: CaseRow) => void} compare
 * @property {boolean} isBin
 */

/**
 * Return the line of a case.
 * @param {CaseRow} row
 * @param {boolean} isCurrent
 * @param {RowDeeds} deeds
 * @returns {HTMLTableRowElement}
 */
export function caseLine(row, isCurrent, deeds) {
  const isUnread = !row.is_read;
  return element(
    "tr",
    {
      class: isUnread ? "case case-unread" : "case",
      "aria-current": isCurrent ? "true" : null,
    },
    element("td", { class: "case-read" }, isUnread && unreadDot()),
    element("td", { class: "case-name" }, nameOf(row, deeds.isBin)),
    element("td", { class: "case-verdict" }, ...verdictOf(row)),
    element("td", { class: "case-chance" }, chanceOf(row)),
    element("td", {
      class: "case-deficit number",
      text: row.stress_tpd_percent === null ? "–" : percent(row.stress_tpd_percent, 1),
    }),
    element("td", { class: "case-cautions" }, cautionsOf(row)),
    element("td", { class: "case-study" }, studyDay(row)),
    element("td", { class: "case-source", text: sourceWords(row.source) }),
    element("td", {
      class: "case-added",
      text: ago(row.added_at),
      title: dateTime(row.added_at),
    }),
    element("td", { class: "case-tools" }, ...toolsOf(row, deeds)),
  );
}

/**
 * Return the day of a study; where it is not known, the day by which lists sort it.
 * @param {CaseRow} row
 */
function studyDay(row) {
  if (row.study_date) return element("span", { text: date(row.study_date) });
  return element("span", { class: "soft", text: _("unknown"), title: dayWords(row) });
}

/**
 * Return the day of a study in words that say which day it is.
 * @param {CaseRow} row
 * @returns {string}
 */
export function dayWords(row) {
  return date(row.study_date) || _("date unknown, added {date}", { date: date(row.added_at) });
}

function unreadDot() {
  return element(
    "span",
    { class: "dot", title: _("Not read yet") },
    element("span", { class: "visually-hidden", text: _("Not read yet") }),
  );
}

/**
 * @param {CaseRow} row
 * @param {boolean} isBin
 */
function nameOf(row, isBin) {
  const name = shownName(row);
  const hasOther = row.pseudonym && row.pseudonym !== row.name;
  return element(
    "div",
    { class: "case-title" },
    isBin
      ? element("span", { text: name })
      : element("a", { href: `/cases/${encodeURIComponent(row.id)}`, text: name }),
    (hasOther || row.is_simulated) &&
      element(
        "span",
        { class: "case-under soft" },
        hasOther && element("span", { text: row.pseudonym }),
        row.is_simulated && element("span", { text: _("simulated") }),
      ),
  );
}

/**
 * Return what a case is called; the examples' names stand in the catalogue.
 * @param {CaseRow} row
 * @returns {string}
 */
export function shownName(row) {
  return row.is_simulated ? _(row.name) : row.name;
}

/** @param {CaseRow} row */
function verdictOf(row) {
  const physician = row.label_physician ?? (row.is_read ? row.label : null);
  if (!physician) return [verdictMark(row.label)];
  const isOverruled = physician !== row.label;
  return [
    verdictMark(physician),
    element(
      "span",
      {
        class: "case-signed soft",
        title: isOverruled
          ? _("The physician's verdict; the model's was: {verdict}", {
              verdict: verdictWords(row.label),
            })
          : _("The physician agrees with the model"),
      },
      sign(isOverruled ? "person" : "check"),
      element("span", {
        class: "visually-hidden",
        text: isOverruled ? _("overruled by the physician") : _("confirmed"),
      }),
    ),
  ];
}

/**
 * Return a probability in words that never claim to be certain.
 * @param {number} chance
 * @returns {string}
 */
function chanceWords(chance) {
  if (chance > 0.99) return `> ${percent(99)}`;
  if (chance < 0.01) return `< ${percent(1)}`;
  return percent(100 * chance);
}

/** @param {CaseRow} row */
function chanceOf(row) {
  const chance = row.abnormal_probability;
  if (chance === null) return element("span", { class: "soft", text: "–" });
  const told = element("span", { class: "chance-number", text: chanceWords(chance) });
  const bar = element("span", { class: "chance-bar", "aria-hidden": "true" });
  const point = element("span", { class: "chance-point" });
  point.style.insetInlineStart = `${100 * chance}%`;
  if (row.interval) {
    const [low, high] = row.interval;
    const span = element("span", { class: "chance-span" });
    span.style.insetInlineStart = `${100 * low}%`;
    span.style.width = `${100 * (high - low)}%`;
    bar.append(span);
    told.title = _("95 % interval: {range} %", { range: range(100 * low, 100 * high) });
  }
  bar.append(point);
  return element("div", { class: "chance" }, told, bar);
}

/** @param {CaseRow} row */
function cautionsOf(row) {
  if (!row.n_cautions) return null;
  const words = ngettext("{n} caution", "{n} cautions", row.n_cautions);
  return element(
    "span",
    { class: "case-caution", title: words },
    sign("warning"),
    element("span", { text: number(row.n_cautions), "aria-hidden": "true" }),
    element("span", { class: "visually-hidden", text: words }),
  );
}

/**
 * @param {CaseRow} row
 * @param {RowDeeds} deeds
 */
function toolsOf(row, deeds) {
  if (deeds.isBin) {
    return [tool("undo", _("Restore"), row, deeds.restore)];
  }
  const hasPriors = (row.n_studies ?? 1) > 1;
  return [
    hasPriors && tool("compare", _("Compare with an earlier study"), row, deeds.compare),
    tool("bin", _("Delete"), row, deeds.remove),
  ];
}

/**
 * @param {string} drawn
 * @param {string} words
 * @param {CaseRow} row
 * @param {(row: CaseRow) => void} run
 */
function tool(drawn, words, row, run) {
  return element(
    "button",
    {
      class: "button button-quiet button-round",
      type: "button",
      title: words,
      "aria-label": `${words}: ${shownName(row)}`,
      on: { click: () => run(row) },
    },
    sign(drawn),
  );
}
