/**
 * Changes of a physician's reading, as data: what they are, and what they make of a
 * reading. Scores are kept segment by segment, so that two people's changes of
 * different segments do not meet.
 */

/** @typedef {import("./types.js").PhysicianReading} PhysicianReading */
/** @typedef {import("./types.js").StateName} StateName */

/**
 * @typedef {object} Changes
 * @property {Record<StateName, Record<string, number | null>>} [scores] - Null: back to
 *   the model's.
 * @property {string | null} [mask] - Base64; null takes the area away.
 * @property {PhysicianReading["label"]} [label]
 * @property {boolean | null} [agrees]
 * @property {string} [comment]
 * @property {boolean} [signed]
 */

export const STATES = /** @type {const} */ (["stress", "rest"]);

/** @returns {PhysicianReading} */
export function emptyReading() {
  return {
    scores: { stress: {}, rest: {} },
    mask_sha256: null,
    label: null,
    agrees: null,
    comment: "",
    signed_at: null,
  };
}

/**
 * Return whether there is anything in changes.
 * @param {Changes} changes
 * @returns {boolean}
 */
export function isEmpty(changes) {
  return Object.keys(changes).length === 0;
}

/**
 * Return two sets of changes as one; the later ones count.
 * @param {Changes} first
 * @param {Changes} later
 * @returns {Changes}
 */
export function together(first, later) {
  const both = { ...first, ...later };
  if (first.scores && later.scores) {
    both.scores = {
      stress: { ...first.scores.stress, ...later.scores.stress },
      rest: { ...first.scores.rest, ...later.scores.rest },
    };
  }
  return both;
}

/**
 * Return a reading with changes made to it.
 * @param {PhysicianReading | null} reading
 * @param {Changes} changes
 * @returns {PhysicianReading}
 */
export function changed(reading, changes) {
  const before = reading ?? emptyReading();
  const { scores, mask: _mask, signed, ...plain } = changes;
  const after = { ...before, ...plain };
  if (scores) after.scores = scoresAfter(before, scores);
  if (signed !== undefined) after.signed_at = signed ? new Date().toISOString() : null;
  return after;
}

/**
 * @param {PhysicianReading} before
 * @param {Record<StateName, Record<string, number | null>>} scores
 * @returns {Record<StateName, Record<string, number>>}
 */
function scoresAfter(before, scores) {
  /** @type {Record<StateName, Record<string, number>>} */
  const after = { stress: {}, rest: {} };
  for (const state of STATES) {
    for (const [segment, score] of Object.entries({ ...before.scores[state], ...scores[state] })) {
      if (score !== null) after[state][segment] = score;
    }
  }
  return after;
}

/**
 * Return changes as they are sent: all scores that differ from the model's.
 * @param {PhysicianReading | null} reading - As it stands on the server.
 * @param {Changes} changes
 * @returns {Record<string, any>}
 */
export function asSent(reading, changes) {
  if (!changes.scores) return { ...changes };
  return { ...changes, scores: scoresAfter(reading ?? emptyReading(), changes.scores) };
}
