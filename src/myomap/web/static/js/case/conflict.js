/**
 * Someone else saved first: theirs beside mine, item by item, and nothing is lost.
 */

import { element } from "../dom.js";
import { say } from "../notices.js";
import { _, dateTime } from "../words.js";
import { changed, emptyReading, STATES, together } from "./changes.js";
import { verdictWords as labelWords } from "../verdicts.js";
import { SEGMENTS_17 } from "./segments.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {import("./types.js").PhysicianReading} PhysicianReading */

/**
 * @typedef {object} Item
 * @property {string} words - What it is.
 * @property {string} stood - What both started from.
 * @property {string} mine
 * @property {string} theirs
 * @property {Changes} changes - What makes it mine.
 * @property {Changes} [both] - What keeps both, where that can be.
 */

/**
 * @typedef {object} Clash
 * @property {Changes} mine
 * @property {PhysicianReading | null | undefined} before - What both started from; undefined
 *   where it is not known.
 * @property {any} theirs - What stands now: version, physician, author, at, hasMask.
 */

/**
 * @typedef {object} Settled
 * @property {Changes} kept - To be saved over what stands now.
 * @property {Changes} aside - What was given up for theirs.
 */

/**
 * Bring my changes and theirs together. What only one of us changed needs no question;
 * what both changed is asked.
 * @param {Clash} clash
 * @returns {Promise<Settled>}
 */
export function settled({ mine, before, theirs }) {
  const other = /** @type {PhysicianReading} */ (theirs.physician ?? emptyReading());
  const items = itemsOf({ mine, before, theirs }).filter((item) => item.mine !== item.theirs);
  // A signature stands for all that is there: nothing goes under one unseen.
  const isSigned = Boolean(other.signed_at) || mine.signed === true;
  const isFree = (/** @type {Item} */ item) => before !== undefined && !isSigned && item.theirs === item.stood;
  const free = items.filter(isFree);
  const kept = joined(free);
  const clashing = items.filter((item) => !isFree(item));
  if (!clashing.length) {
    if (free.length) sayBoth(free, theirs);
    return Promise.resolve({ kept, aside: {} });
  }
  return asked(clashing, theirs).then((chosen) => ({ kept: together(kept, chosen.kept), aside: chosen.aside }));
}

/**
 * @param {Item[]} free
 * @param {any} theirs
 */
function sayBoth(free, theirs) {
  const author = theirs.author || _("Someone else");
  const items = free.map((item) => item.words).join("; ");
  say(_("{author} saved this case meanwhile. Both of you changed other things, so both are kept; yours: {items}.", { author, items }));
}

/**
 * @param {Item[]} items
 * @returns {Changes}
 */
function joined(items) {
  return items.reduce((kept, item) => together(kept, item.changes), /** @type {Changes} */ ({}));
}

/**
 * Return what I changed, beside what stood and what stands.
 * @param {Clash} clash
 * @returns {Item[]}
 */
function itemsOf({ mine, before, theirs }) {
  const own = changed(before ?? null, mine);
  const first = changed(before ?? null, {});
  const other = /** @type {PhysicianReading} */ (theirs.physician ?? emptyReading());
  return [...scoreItems(mine, first, other), ...areaItems(mine, first, other, theirs.hasMask), ...plainItems(mine, own, first, other)];
}

/**
 * @param {Changes} mine
 * @param {PhysicianReading} first
 * @param {PhysicianReading} other
 * @returns {Item[]}
 */
function scoreItems(mine, first, other) {
  const items = [];
  for (const state of STATES) {
    for (const [segment, score] of Object.entries(mine.scores?.[state] ?? {})) {
      const name = SEGMENTS_17[Number(segment) - 1]?.name ?? "";
      const scores = { stress: {}, rest: {} };
      scores[state] = { [segment]: score };
      items.push({
        words: `${stateName(state)}, ${segment} ${name}`,
        stood: scoreWords(first.scores[state]?.[segment] ?? null),
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
 * @param {PhysicianReading} first
 * @param {PhysicianReading} other
 * @param {boolean} hasMask
 * @returns {Item[]}
 */
function areaItems(mine, first, other, hasMask) {
  if (mine.mask === undefined) return [];
  const theirs = hasMask ? _("as they drew it") : _("none");
  return [{
    words: _("Affected area"),
    stood: first.mask_sha256 === other.mask_sha256 ? theirs : "",
    mine: mine.mask ? _("as I drew it") : _("none"),
    theirs,
    changes: { mask: mine.mask },
  }];
}

/**
 * @param {Changes} mine
 * @param {PhysicianReading} own
 * @param {PhysicianReading} first
 * @param {PhysicianReading} other
 * @returns {Item[]}
 */
function plainItems(mine, own, first, other) {
  /** @type {Item[]} */
  const items = [];
  if (mine.label !== undefined || mine.agrees !== undefined) {
    items.push({
      words: _("Verdict"),
      ...toldOf(verdictWords, own, first, other),
      changes: { label: own.label, agrees: own.agrees },
    });
  }
  if (mine.comment !== undefined) {
    items.push({
      words: _("Comment"),
      ...toldOf((reading) => reading.comment || _("none"), own, first, other),
      changes: { comment: mine.comment },
      both: { comment: [other.comment, mine.comment].filter(Boolean).join("\n\n") },
    });
  }
  if (mine.signed !== undefined) {
    items.push({
      words: _("Signature"),
      ...toldOf((reading) => (reading.signed_at ? _("signed") : _("not signed")), own, first, other),
      changes: { signed: mine.signed },
    });
  }
  return items;
}

/**
 * @param {(reading: PhysicianReading) => string} words
 * @param {PhysicianReading} own
 * @param {PhysicianReading} first
 * @param {PhysicianReading} other
 */
function toldOf(words, own, first, other) {
  return { mine: words(own), stood: words(first), theirs: words(other) };
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
 * @returns {Promise<Settled>}
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
      answer(dialog.returnValue === "theirs" ? { kept: {}, aside: joined(items) } : chosen(choices));
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
 * @returns {Settled}
 */
function chosen(choices) {
  /** @type {Changes} */
  let kept = {};
  /** @type {Item[]} */
  const givenUp = [];
  for (const { item, row } of choices) {
    const value = row.querySelector("input:checked")?.getAttribute("value");
    if (value === "mine") kept = together(kept, item.changes);
    else if (value === "both") kept = together(kept, item.both ?? {});
    else givenUp.push(item);
  }
  return { kept, aside: joined(givenUp) };
}
