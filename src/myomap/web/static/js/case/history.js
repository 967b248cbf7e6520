/**
 * Every version of a case: who, when, what; and a look at an older one.
 */

import { get } from "../api.js";
import { element, replace } from "../dom.js";
import { complain } from "../notices.js";
import { _, dateTime, number } from "../words.js";
import { bytesOf } from "./samples.js";

/**
 * Return what was changed in the page's language; it is kept in English.
 * @param {string} what
 * @returns {string}
 */
function whatWords(what) {
  const words = /** @type {Record<string, string>} */ ({
    added: _("added"),
    scores: _("scores"),
    "affected area": _("affected area"),
    verdict: _("verdict"),
    agreement: _("agreement"),
    comment: _("comment"),
    signed: _("signed"),
    saved: _("saved"),
    undone: _("undone"),
    "stress placed by hand": _("axis at stress placed by hand"),
    "rest placed by hand": _("axis at rest placed by hand"),
  });
  return what.split(", ").map((part) => words[part] ?? part).join(", ");
}

/**
 * Show the versions in a box.
 * @param {HTMLElement} box
 * @param {HTMLElement} banner - Says that an older version is looked at.
 * @param {import("./reading.js").ReadingData} data
 */
export function createHistory(box, banner, data) {
  const path = `/cases/${encodeURIComponent(String(data.case.id))}`;
  /** @type {import("./types.js").HistoryEntry[]} */
  let entries = data.case.history;
  let { readings } = data.case;
  let shownVersion = data.editing.version();

  async function bringUpToDate() {
    const { editing } = data;
    if (editing.status() !== "saved" || editing.version() === shownVersion) return;
    shownVersion = editing.version();
    try {
      ({ history: entries, readings } = await get(path));
      show();
    } catch (error) {
      complain(error);
    }
  }

  /** @param {import("./types.js").HistoryEntry} entry */
  async function look(entry) {
    try {
      const found = await get(`${path}/versions/${entry.version}`);
      data.editing.look({
        physician: found.physician,
        mask: found.physician_mask ? bytesOf(found.physician_mask) : null,
      });
      tell(entry);
    } catch (error) {
      complain(error);
    }
  }

  /** @param {import("./types.js").HistoryEntry} entry */
  function tell(entry) {
    banner.hidden = false;
    replace(
      banner,
      element("span", { text: _("Version {version} of {at} {author}: to look at, not to change.", { version: entry.version, at: dateTime(entry.at), author: entry.author }) }),
      element("button", { type: "button", class: "button button-small", text: _("Back to the current version"), on: { click: back } }),
    );
  }

  function back() {
    banner.hidden = true;
    data.editing.look(null);
  }

  /** @param {import("./types.js").HistoryEntry} entry */
  function figuresOf(entry) {
    const found = readings.find((each) => each.number === entry.reading_number);
    if (!found) return "";
    const pair = (/** @type {"tpd_percent" | "summed_score"} */ name, /** @type {number} */ digits) =>
      [found.stress, found.rest].map((state) => (state?.[name] === null || state === null ? "–" : number(state[name] ?? 0, digits))).join(" | ");
    const made = found.by_hand.length ? _("axis by hand") : _("automatic");
    return _("{made}: TPD {tpd} %, summed score {sums}", { made, tpd: pair("tpd_percent", 1), sums: pair("summed_score", 0) });
  }

  function show() {
    const last = data.editing.version();
    replace(
      box,
      element(
        "table",
        { class: "table history" },
        element(
          "thead",
          {},
          element("tr", {},
            element("th", { scope: "col", class: "number", text: _("Version") }),
            element("th", { scope: "col", text: _("When") }),
            element("th", { scope: "col", text: _("Who") }),
            element("th", { scope: "col", text: _("What") }),
            readings.length > 0 && element("th", { scope: "col", text: _("Figures of the model, stress | rest") }),
            element("td", {})),
        ),
        element(
          "tbody",
          {},
          ...[...entries].reverse().map((entry) =>
            element(
              "tr",
              {},
              element("td", { class: "number", text: String(entry.version) }),
              element("td", { text: dateTime(entry.at) }),
              element("td", { text: entry.author || "–" }),
              element("td", { text: whatWords(entry.what) }),
              readings.length > 0 && element("td", { text: figuresOf(entry) }),
              element("td", {}, entry.version === last
                ? element("span", { class: "chip", text: _("current") })
                : element("button", { type: "button", class: "button button-quiet button-small", text: _("Look"), "aria-label": _("Look at version {version}", { version: entry.version }), on: { click: () => void look(entry) } })),
            )),
        ),
      ),
    );
  }

  data.editing.on(() => void bringUpToDate());
  show();
}
