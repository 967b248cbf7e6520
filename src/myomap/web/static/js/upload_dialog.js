/**
 * The question for a study: which files, and what the reader knows of them.
 */

import { get } from "./api.js";
import { filesOf, titleOf } from "./dropped_files.js";
import { element, replace, sign } from "./dom.js";
import { readStudy } from "./upload_queue.js";
import { _, ngettext, shortened } from "./words.js";

/** @typedef {import("./dropped_files.js").StudyFile} StudyFile */

/** A bar of fewer tells no values. */
const NARROWEST_POINTS = 5;

/**
 * Ask for a study and let it be read.
 * @param {StudyFile[]} [files] - Chosen before.
 * @param {Record<string, string>} [known] - Told before.
 */
export function askForStudy(files = [], known = {}) {
  let chosen = files;
  const told = element("p", { class: "soft", role: "status" });
  const send = element("button", {
    class: "button button-primary",
    value: "yes",
    text: _("Read"),
  });
  /** @param {StudyFile[]} found */
  const choose = (found) => {
    if (found.length) chosen = found;
    told.textContent = chosen.length ? chosenWords(chosen) : _("Nothing chosen yet");
    send.disabled = chosen.length === 0;
  };
  const form = element(
    "form",
    { method: "dialog", class: "study-form" },
    element(
      "div",
      { class: "toolbar" },
      chooser(_("Files…"), "file", {}, choose),
      chooser(_("Folder…"), "folder", { webkitdirectory: true }, choose),
      told,
    ),
    knownFields(known),
    element(
      "div",
      { class: "dialog-actions" },
      element("button", {
        class: "button",
        value: "no",
        formnovalidate: true,
        text: _("Cancel"),
      }),
      send,
    ),
  );
  // What cannot be used is shown, though it may have been folded away since.
  form.addEventListener("invalid", () => form.querySelector("details")?.setAttribute("open", ""), true);
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "study-title" },
    element("h2", { id: "study-title", text: _("Add a study") }),
    element("p", {
      class: "soft",
      text: _(
        "DICOM files, a folder, a zip, NIfTI volumes or a picture of polar maps. They can be dropped anywhere on the page, too.",
      ),
    }),
    form,
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") readStudy(chosen, valuesOf(form));
  });
  choose(files);
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {StudyFile[]} files */
function chosenWords(files) {
  const count = ngettext("{n} file", "{n} files", files.length);
  return `${shortened(titleOf(files))} · ${count}`;
}

/**
 * A button that opens the system's chooser.
 * @param {string} words
 * @param {string} drawn
 * @param {Record<string, any>} traits
 * @param {(found: StudyFile[]) => void} choose
 */
function chooser(words, drawn, traits, choose) {
  /** @type {HTMLInputElement} */
  const field = element("input", {
    type: "file",
    multiple: true,
    hidden: true,
    tabindex: -1,
    "aria-label": words,
    ...traits,
    on: { change: () => choose(filesOf(field.files)) },
  });
  return element(
    "span",
    {},
    element(
      "button",
      { class: "button", type: "button", on: { click: () => field.click() } },
      sign(drawn),
      words,
    ),
    field,
  );
}

/**
 * What the reader may know, folded away: nothing of it is needed.
 * @param {Record<string, string>} known
 */
function knownFields(known) {
  const isTold = Object.values(known).some(Boolean);
  const tables = element(
    "select",
    { class: "field", name: "color_table" },
    element("option", { value: "", text: _("found from the picture") }),
  );
  void fillTables(tables, known.color_table ?? "");
  return element(
    "details",
    { class: "study-known", open: isTold },
    element("summary", { text: _("What is known of it") }),
    element(
      "div",
      { class: "study-fields" },
      labelled(_("Name in the list"), text("name", known.name, { maxlength: 200 })),
      labelled(
        _("Sex"),
        select("sex", known.sex, [
          ["", _("not told")],
          ["F", _("woman")],
          ["M", _("man")],
        ]),
      ),
      labelled(
        _("Age, years"),
        text("age", known.age, { type: "number", min: 1, max: 120, step: 1 }),
      ),
      labelled(
        _("Attenuation correction"),
        select("attenuation", known.attenuation, [
          ["", _("as the files say")],
          ["yes", _("was made")],
          ["no", _("was not made")],
        ]),
      ),
      labelled(
        _("Maps of a picture, row by row"),
        select("states", known.states, [
          ["", _("found from the picture")],
          ["stress,rest", _("stress, rest")],
          ["rest,stress", _("rest, stress")],
          ["stress", _("stress alone")],
          ["rest", _("rest alone")],
        ]),
      ),
      labelled(_("Colour table of a picture"), tables),
      labelled(
        _("Range of its colour bar"),
        barRange(known.bar_range),
      ),
    ),
  );
}

/**
 * @param {HTMLSelectElement} field
 * @param {string} wanted
 */
async function fillTables(field, wanted) {
  try {
    /** @type {{name: string}[]} */
    const tables = await get("/color-tables");
    field.append(...tables.map(({ name }) => element("option", { value: name, text: name })));
    field.value = wanted;
  } catch {
    // Without the list the picture's own colours are found, as when nothing is told.
    replace(field, element("option", { value: "", text: _("found from the picture") }));
  }
}

/**
 * @param {string} words
 * @param {HTMLElement} field
 */
function labelled(words, field) {
  return element("label", { class: "labelled" }, element("span", { text: words }), field);
}

/**
 * @param {string} name
 * @param {string} [value]
 * @param {Record<string, any>} [traits]
 */
function text(name, value = "", traits = {}) {
  return element("input", { class: "field", name, value, autocomplete: "off", ...traits });
}

/**
 * Two percentages, as the numbers beside the bar say them: its lower end first.
 * @param {string} [value]
 */
function barRange(value) {
  const field = text("bar_range", value, { placeholder: "0,100", maxlength: 20 });
  field.addEventListener("input", () => {
    const fault = _("Expected two percentages from 0 to 100, five or more apart, such as 30,100. The lower end of the bar comes first.");
    field.setCustomValidity(isRange(field.value.trim()) ? "" : fault);
  });
  return field;
}

/**
 * Return whether words are what the reader takes for the range of a bar.
 * @param {string} words
 * @returns {boolean}
 */
function isRange(words) {
  if (!words) return true;
  if (!/^\d+(\.\d+)?\s*,\s*\d+(\.\d+)?$/.test(words)) return false;
  const [first = 0, last = 0] = words.split(",").map(Number);
  return Math.max(first, last) <= 100 && Math.abs(first - last) >= NARROWEST_POINTS;
}

/**
 * @param {string} name
 * @param {string} [value]
 * @param {[string, string][]} [choices]
 */
function select(name, value = "", choices = []) {
  const field = element(
    "select",
    { class: "field", name },
    ...choices.map(([code, words]) => element("option", { value: code, text: words })),
  );
  field.value = value;
  return field;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function valuesOf(form) {
  const told = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return Object.fromEntries(told.map(([name, value]) => [name, String(value).trim()]));
}
