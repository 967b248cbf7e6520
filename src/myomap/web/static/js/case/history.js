/**
 * Every version of a case: who, when, what; and a look at an older one.
 */

import { get } from "../api.js";
import { element, replace } from "../dom.js";
import { complain } from "../notices.js";
import { _, dateTime } from "../words.js";
import { bytesOf } from "./samples.js";

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
  let shownVersion = data.editing.version();

  async function bringUpToDate() {
    const { editing } = data;
    if (editing.status() !== "saved" || editing.version() === shownVersion) return;
    shownVersion = editing.version();
    try {
      entries = (await get(path)).history;
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
              element("td", { text: entry.what }),
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
