/** What an empty worklist shows: how to begin, and examples to try. */

import { get } from "./api.js";
import { element, replace, sign } from "./dom.js";
import { complain } from "./notices.js";
import { askForStudy } from "./upload_dialog.js";
import { readExample } from "./upload_queue.js";
import { _ } from "./words.js";

/** @typedef {{name: string, title: string, words: string}} Example */

/**
 * Show how to begin.
 * @param {HTMLElement} place
 */
export async function firstStart(place) {
  if (place.querySelector(".welcome")) return;
  const examples = element("div", { class: "welcome-examples" });
  replace(
    place,
    element(
      "div",
      { class: "welcome" },
      element(
        "div",
        { class: "welcome-drop" },
        element("h2", { text: _("Drop a study here") }),
        element("p", {
          class: "soft",
          text: _(
            "A picture of polar maps, DICOM files, a folder or a zip. Nothing leaves this machine.",
          ),
        }),
        element(
          "button",
          { class: "button button-primary", type: "button", on: { click: () => askForStudy() } },
          sign("add"),
          _("Add a study"),
        ),
      ),
      element("h2", { text: _("Or try a simulated patient") }),
      examples,
    ),
  );
  try {
    /** @type {Example[]} */
    const known = await get("/examples");
    replace(examples, ...known.map(card));
  } catch (error) {
    complain(error);
  }
}

/**
 * The interface tells titles in English; the catalogue holds them in other languages.
 * @param {Example} example
 */
function card({ name, title, words }) {
  return element(
    "button",
    { class: "example", type: "button", on: { click: () => readExample(name, _(title)) } },
    element("b", { text: _(title) }),
    element("span", { class: "soft", text: _(words) }),
  );
}
