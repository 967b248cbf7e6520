/** A case beside an earlier study of the same patient. */

import { get } from "./api.js";
import { dayWords, shownName } from "./case_rows.js";
import { element } from "./dom.js";
import { complain, say } from "./notices.js";
import { verdictMark } from "./verdicts.js";
import { _ } from "./words.js";

/** @typedef {import("./api.js").CaseRow} CaseRow */

/**
 * Return the address of a comparison.
 * @param {string} id
 * @param {string} beside - The earlier study.
 * @returns {string}
 */
export function comparisonOf(id, beside) {
  return `/cases/${encodeURIComponent(id)}?beside=${encodeURIComponent(beside)}`;
}

/**
 * Open the comparison of a case with an earlier study; ask which if there are several.
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function compareWithPrior(id) {
  try {
    /** @type {CaseRow[]} */
    const priors = (await get(`/cases/${encodeURIComponent(id)}`)).priors;
    const [only] = priors;
    if (!only) say(_("There is no other study of this patient."));
    else if (priors.length === 1) location.assign(comparisonOf(id, only.id));
    else choose(id, priors);
  } catch (error) {
    complain(error);
  }
}

/**
 * Show the studies of a patient to choose from.
 * @param {string} id
 * @param {CaseRow[]} priors
 */
function choose(id, priors) {
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "priors-title" },
    element("h2", { id: "priors-title", text: _("Compare with which study?") }),
    element("ul", { class: "priors" }, ...priors.map((prior) => line(id, prior))),
    element(
      "form",
      { method: "dialog", class: "dialog-actions" },
      element("button", { class: "button", text: _("Cancel") }),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * @param {string} id
 * @param {CaseRow} prior
 */
function line(id, prior) {
  return element(
    "li",
    {},
    element(
      "a",
      { class: "priors-line", href: comparisonOf(id, prior.id) },
      element("span", { text: dayWords(prior) }),
      element("span", { text: shownName(prior) }),
      verdictMark(prior.label_physician ?? prior.label),
    ),
  );
}
