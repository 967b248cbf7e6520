/**
 * Someone else saved first: theirs beside mine, item by item, and nothing is lost.
 */

import { element } from "../dom.js";
import { _, dateTime } from "../words.js";
import { changed, emptyReading, STATES } from "./changes.js";
import { verdictWords as labelWords } from "../verdicts.js";
import { SEGMENTS_17 } from "./segments.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {import("./types.js").PhysicianReading} PhysicianReading */

/**
 * @typedef {object} Item
 * @property {string} words - What it is.
 * @property {string} mine
 * @property {string} theirs
 * @property {Changes} changes - What makes it mine.
 * @property {Changes} [both] - What keeps both, where that can be.
 */

/**
 * Ask which of the open changes to keep.
 * @param {{mine: Changes, before: PhysicianReading | null, theirs: any}} clash - `theirs`
 *   is what stands now: version, physician, author, at.
 * @returns {Promise<Changes>} To be saved over what stands now.
 */
export function settled({ mine, before, theirs }) {
  const own = changed(before, mine);
  const other = /** @type {PhysicianReading} */ (theirs.physician ?? emptyReading());
  const items = [...scoreItems(mine, other), ...plainItems(mine, own, other, theirs.hasMask)];
  const differing = items.filter((item) => item.mine !== item.theirs);
  if (!differing.length) return Promise.resolve({});
  return asked(differing, theirs);
}

/**
 * @param {Changes} mine
 * @param {PhysicianReading} other
 * @returns {Item[]}
 */
function scoreItems(mine, other) {
  const items = [];
  for (const state of STATES) {
    for (const [segment, score] of Object.entries(mine.scores?.[state] ?? {})) {
      const name = SEGMENTS_17[Number(segment) - 1]?.name ?? "";
      const scores = { stress: {}, rest: {} };
      scores[state] = { [segment]: score };
      items.push({
        words: `${stateName(state)}, ${segment} ${name}`,
        mine: scoreWords(score),
        theirs: scoreWords(other.scores[state]?.[segment] ?? null),
        changes: { scores },
      });
    }
  }
  return items;
}

/**
 * @param {number | null} score
 * @returns {string}
 */
function scoreWords(score) {
  return score === null ? _("as the model") : String(score);
}

/**
 * @param {Changes} mine
 * @param {PhysicianReading} own
 * @param {PhysicianReading} other
 * @param {boolean} hasMask
 * @returns {Item[]}
 */
function plainItems(mine, own, other, hasMask) {
  /** @type {Item[]} */
  const items = [];
  if (mine.mask !== undefined) {
    items.push({
      words: _("Affected area"),
      mine: mine.mask ? _("as I drew it") : _("none"),
      theirs: hasMask ? _("as they drew it") : _("none"),
      changes: { mask: mine.mask },
    });
  }
  if (mine.label !== undefined || mine.agrees !== undefined) {
    items.push({
      words: _("Verdict"),
      mine: verdictWords(own),
      theirs: verdictWords(other),
      changes: { label: own.label, agrees: own.agrees },
    });
  }
  if (mine.comment !== undefined) {
    items.push({
      words: _("Comment"),
      mine: mine.comment || _("none"),
      theirs: other.comment || _("none"),
      changes: { comment: mine.comment },
      both: { comment: [other.comment, mine.comment].filter(Boolean).join("\n\n") },
    });
  }
  if (mine.signed !== undefined) {
    items.push({
      words: _("Signature"),
      mine: mine.signed ? _("signed") : _("not signed"),
      theirs: other.signed_at ? _("signed") : _("not signed"),
      changes: { signed: mine.signed },
    });
  }
  return items;
}

/**
 * @param {PhysicianReading} reading
 * @returns {string}
 */
function verdictWords(reading) {
  if (reading.agrees) return _("agrees with the model");
  return reading.label ? labelWords(reading.label) : _("none");
}

/**
 * @param {Item[]} items
 * @param {any} theirs
 * @returns {Promise<Changes>}
 */
function asked(items, theirs) {
  const author = theirs.author || _("Someone else");
  const choices = items.map((item, i) => ({ item, row: rowOf(item, i) }));
  const dialog = element(
    "dialog",
    { class: "dialog dialog-conflict", "aria-labelledby": "conflict-title" },
    element("h2", { id: "conflict-title", text: _("This case was saved elsewhere meanwhile") }),
    element("p", {
      text: _("{author} saved it ({at}). What differs from your changes is below; choose what to keep. Every version stays in the history.", { author, at: dateTime(theirs.at) }),
    }),
    element(
      "form",
      { method: "dialog" },
      element(
        "div",
        { class: "conflict-list" },
        element(
          "table",
          { class: "table" },
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("th", { scope: "col", text: _("What") }),
              element("th", { scope: "col", text: _("Mine") }),
              element("th", { scope: "col", text: _("Theirs") }),
            ),
          ),
          element("tbody", {}, ...choices.map((each) => each.row)),
        ),
      ),
      element(
        "div",
        { class: "dialog-actions" },
        element("button", { class: "button", value: "theirs", text: _("Take all of theirs") }),
        element("button", { class: "button button-primary", value: "chosen", text: _("Save as chosen"), autofocus: true }),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "theirs" ? {} : chosen(choices));
    });
  });
}

/**
 * @param {Item} item
 * @param {number} i
 * @returns {HTMLTableRowElement}
 */
function rowOf(item, i) {
  const radio = (/** @type {string} */ value, /** @type {string} */ words, isChosen = false) =>
    element(
      "label",
      { class: "conflict-choice" },
      element("input", { type: "radio", name: `choice-${i}`, value, checked: isChosen }),
      element("span", { text: words }),
    );
  return element(
    "tr",
    {},
    element("th", { scope: "row", text: item.words }),
    element("td", {}, radio("mine", item.mine, true), item.both && radio("both", _("keep both"))),
    element("td", {}, radio("theirs", item.theirs)),
  );
}

/**
 * @param {{item: Item, row: HTMLTableRowElement}[]} choices
 * @returns {Changes}
 */
function chosen(choices) {
  /** @type {Changes} */
  let kept = {};
  for (const { item, row } of choices) {
    const value = row.querySelector("input:checked")?.getAttribute("value");
    const changes = value === "mine" ? item.changes : value === "both" ? item.both : null;
    if (!changes) continue;
    kept = {
      ...kept,
      ...changes,
      ...(changes.scores || kept.scores ? { scores: mergedScores(kept, changes) } : {}),
    };
  }
  return kept;
}

/**
 * @param {Changes} a
 * @param {Changes} b
 * @returns {NonNullable<Changes["scores"]>}
 */
function mergedScores(a, b) {
  return {
    stress: { ...a.scores?.stress, ...b.scores?.stress },
    rest: { ...a.scores?.rest, ...b.scores?.rest },
  };
}
