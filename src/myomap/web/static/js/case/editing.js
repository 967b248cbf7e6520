/**
 * The physician's reading while it is being changed: shown at once, saved behind, kept
 * in the browser until it is saved, and never over what someone else has saved.
 */

import { ApiError, ConflictError, get, patch, post } from "../api.js";
import { complain, say } from "../notices.js";
import { _ } from "../words.js";
import { asSent, changed, emptyReading, isEmpty, STATES, together } from "./changes.js";
import { settled } from "./conflict.js";
import { keepDraft, keptDraft } from "./draft.js";
import { base64Of, bytesOf } from "./samples.js";

/** @typedef {import("./changes.js").Changes} Changes */
/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {import("./types.js").PhysicianReading} PhysicianReading */
/** @typedef {"saved" | "saving" | "unsaved" | "looking"} Status */

const RETRY_MS = 4000;

/**
 * Return whether a ventricle lies elsewhere than before.
 * @param {PhysicianReading | null} before
 * @param {PhysicianReading | null} after
 * @returns {boolean}
 */
function isPlacedAnew(before, after) {
  const told = (/** @type {PhysicianReading | null} */ reading) => STATES.map((state) => JSON.stringify(reading?.placements?.[state] ?? null)).join();
  return told(before) !== told(after);
}

/**
 * Return the reading of a case, to be changed.
 * @param {import("./types.js").Case} found
 * @param {Uint8Array | null} ownMask
 */
export function createEditing(found, ownMask) {
  const path = `/cases/${encodeURIComponent(String(found.id))}`;
  /** What stands on the server. */
  const base = { version: found.version, physician: found.physician, mask: ownMask };
  /** @type {Changes} */
  let waiting = {};
  /** @type {Changes} */
  let sent = {};
  /** @type {Status} */
  let status = "saved";
  let hasFailed = false;
  let isSettling = false;
  /** @type {PhysicianReading | null} */
  let looked = null;
  /** @type {Uint8Array | null} */
  let lookedMask = null;
  /** @type {(() => void)[]} */
  const listeners = [];
  const tell = () => listeners.forEach((told) => told());

  /** @param {Status} now */
  function become(now) {
    status = now;
    tell();
  }

  /** @returns {PhysicianReading} */
  function physician() {
    if (status === "looking") return looked ?? emptyReading();
    return changed(base.physician, together(sent, waiting));
  }

  /** @returns {Uint8Array | null} */
  function mask() {
    if (status === "looking") return lookedMask;
    const open = together(sent, waiting);
    if (open.mask === undefined) return base.mask;
    return open.mask === null ? null : bytesOf(open.mask);
  }

  /**
   * Change the reading and save it.
   * @param {Changes} changes
   */
  function change(changes) {
    if (status === "looking") {
      say(_("This is an older version. Go back to the current one to change it."));
      return;
    }
    const isSigned = Boolean(physician().signed_at);
    waiting = together(waiting, changes);
    if (isSigned && changes.signed === undefined) waiting.signed = false;
    keep();
    tell();
    void save();
  }

  /** Keep what is not saved in the browser. */
  function keep() {
    const open = together(sent, waiting);
    const draft = { version: base.version, changes: open, at: new Date().toISOString() };
    if (!keepDraft(found.id, isEmpty(open) ? null : draft) && hasFailed) {
      say(_("This browser cannot keep the changes. Leave the page open until they are saved."), { isFault: true });
    }
  }

  async function save() {
    if (status === "saving" || status === "looking" || isSettling || isEmpty(waiting)) return;
    sent = waiting;
    waiting = {};
    become("saving");
    try {
      const answer = await patch(path, { expected_version: base.version, answer_was_shown: true, ...asSent(base.physician, sent) });
      accept(answer);
      if (hasFailed) say(_("The changes are saved now."));
      hasFailed = false;
    } catch (error) {
      waiting = together(sent, waiting);
      sent = {};
      keep();
      await recover(error);
      return;
    }
    keep();
    become("saved");
    if (!isEmpty(waiting)) void save();
  }

  /** @param {any} answer */
  function accept(answer) {
    if (sent.mask !== undefined) base.mask = sent.mask === null ? null : bytesOf(sent.mask);
    base.version = answer.version;
    base.physician = answer.physician;
    sent = {};
  }

  /** @param {unknown} error */
  async function recover(error) {
    become("unsaved");
    if (error instanceof ConflictError) return settle(error.current);
    if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401) {
      // Sent again by itself it would be refused again; the reader may know better.
      const refused = waiting;
      waiting = {};
      keep();
      become("saved");
      say(error.message, { isFault: true, action: { words: _("Put mine back"), run: () => change(refused) } });
      return;
    }
    if (!hasFailed) {
      say(_("The changes could not be saved. They are kept in this browser and will be sent again."), { isFault: true });
    }
    hasFailed = true;
    setTimeout(() => void save(), RETRY_MS);
  }

  /**
   * Let the reader choose between what someone else saved and what is open here.
   * @param {any} theirs
   * @param {PhysicianReading | null | "unknown"} [before] - What both started from.
   */
  async function settle(theirs, before = base.physician) {
    const mine = together(sent, waiting);
    const isMoved = isPlacedAnew(base.physician, theirs.physician);
    base.version = theirs.version;
    base.physician = theirs.physician;
    base.mask = await maskOf(theirs);
    isSettling = true;
    const { kept, aside } = await settled({
      mine,
      before: before === "unknown" ? undefined : before,
      theirs: { ...theirs, hasMask: Boolean(base.mask) },
    });
    isSettling = false;
    waiting = kept;
    sent = {};
    keep();
    become(isEmpty(kept) ? "saved" : "unsaved");
    if (!isEmpty(aside)) offerBack(aside);
    if (!isEmpty(kept)) await save();
    if (isMoved) offerToLoad();
  }

  function offerToLoad() {
    say(_("The axis was moved elsewhere meanwhile, so the maps have changed."), {
      stays: true,
      action: { words: _("Load the page again"), run: () => location.reload() },
    });
  }

  /**
   * Offer changes that were given up.
   * @param {Changes} mine
   */
  function offerBack(mine) {
    say(_("Theirs is kept. Your changes were set aside."), {
      stays: true,
      action: { words: _("Put mine back"), run: () => change(mine) },
    });
  }

  /**
   * @param {any} told - A version, with or without its mask.
   * @returns {Promise<Uint8Array | null>}
   */
  async function maskOf(told) {
    if (told.physician_mask !== undefined) {
      return told.physician_mask ? bytesOf(told.physician_mask) : null;
    }
    const { physician_mask: newest } = await get(`${path}/maps`);
    return newest ? bytesOf(newest) : null;
  }

  async function undo() {
    if (status === "looking") return;
    if (!isEmpty(together(sent, waiting))) {
      say(_("Wait a moment: the last change is still being saved."));
      return;
    }
    try {
      const answer = await post(`${path}/undo`, { expected_version: base.version });
      base.version = answer.version;
      base.physician = answer.physician;
      base.mask = await maskOf(answer);
      become("saved");
    } catch (error) {
      if (error instanceof ConflictError) {
        await settle(error.current);
        say(_("This case was saved elsewhere meanwhile, so nothing was undone. What stands now is shown."));
      } else complain(error);
    }
  }

  /** Take up what an earlier visit could not save. */
  async function takeUp() {
    const draft = keptDraft(found.id);
    if (!draft) return;
    waiting = draft.changes;
    if (draft.version === base.version) {
      hasFailed = true;
      await save();
      return;
    }
    const last = found.history.at(-1);
    const theirs = {
      version: base.version,
      physician: base.physician,
      author: last?.author ?? "",
      at: last?.at ?? "",
      physician_mask: base.mask ? base64Of(base.mask) : null,
    };
    await settle(theirs, await stoodAt(draft.version));
  }

  /**
   * Return what the physician had said at an older version.
   * @param {number} version
   * @returns {Promise<PhysicianReading | null | "unknown">}
   */
  async function stoodAt(version) {
    try {
      return (await get(`${path}/versions/${version}`)).physician;
    } catch {
      return "unknown";
    }
  }

  window.addEventListener("online", () => void save());
  window.addEventListener("beforeunload", (event) => {
    if (hasFailed && !isEmpty(waiting)) event.preventDefault();
  });

  const perfusion = found.document.perfusion;
  const modelScore = (/** @type {StateName} */ state, /** @type {number} */ segment) =>
    /** @type {number | null} */ (perfusion[state]?.segments[segment - 1]?.score ?? null);
  const score = (/** @type {StateName} */ state, /** @type {number} */ segment) =>
    physician().scores[state]?.[String(segment)] ?? modelScore(state, segment);
  /** Return whether scores were given by anybody but the model. */
  const hasGiven = () => {
    const own = physician();
    return Boolean(own.signed_at) || own.agrees === true || STATES.some((state) => Object.keys(own.scores[state] ?? {}).length > 0);
  };
  const ownScore = (/** @type {StateName} */ state, /** @type {number} */ segment) =>
    hasGiven() ? score(state, segment) : null;
  const lost = (/** @type {number | null} */ stress, /** @type {number | null} */ rest) =>
    stress === null || rest === null ? null : Math.max(0, stress - rest);

  return {
    physician,
    mask,
    change,
    undo,
    takeUp,
    modelScore,
    score,
    hasGiven,
    /** The physician's score; null while no score is given. */
    ownScore,
    status: () => status,
    version: () => base.version,
    /** @param {() => void} told */
    on: (told) => void listeners.push(told),
    isChanged: (/** @type {StateName} */ state, /** @type {number} */ segment) =>
      (physician().scores[state]?.[String(segment)] ?? modelScore(state, segment)) !== modelScore(state, segment),
    modelDifference: (/** @type {number} */ segment) =>
      lost(modelScore("stress", segment), modelScore("rest", segment)),
    difference: (/** @type {number} */ segment) => lost(ownScore("stress", segment), ownScore("rest", segment)),
    /**
     * Set the score of a segment; null takes it away.
     * @param {StateName} state
     * @param {number} segment
     * @param {number | null} value
     */
    setScore(state, segment, value) {
      const stands = physician().scores[state]?.[String(segment)] ?? null;
      if (!perfusion[state] || stands === value) return;
      // Of a case that nobody has scored yet, to give the model's own score is to score.
      if (stands === null && hasGiven() && value === modelScore(state, segment)) return;
      const scores = { stress: {}, rest: {} };
      scores[state] = { [segment]: value };
      change({ scores });
    },
    /**
     * Show an older version, not to be changed; null goes back to the current one.
     * @param {{physician: PhysicianReading | null, mask: Uint8Array | null} | null} version
     */
    look(version) {
      looked = version?.physician ?? null;
      lookedMask = version?.mask ?? null;
      become(version ? "looking" : "saved");
      if (!version) void save();
    },
    hasAny: () => {
      const own = physician();
      return Boolean(mask()) || own.label !== null || own.agrees !== null || own.comment !== "" ||
        STATES.some((state) => Object.keys(own.scores[state] ?? {}).length > 0);
    },
  };
}

/** @typedef {ReturnType<typeof createEditing>} Editing */
