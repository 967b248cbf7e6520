/**
 * Changes that are not saved yet, kept in the browser until they are.
 */

/** @typedef {{version: number, changes: import("./changes.js").Changes, at: string}} Draft */

/**
 * Return what a draft is kept under: nobody takes up what another has left.
 * @param {string | number} id
 * @returns {string}
 */
function nameOf(id) {
  const reader = document.querySelector(".bar-user-name")?.textContent ?? "";
  return `myomap.draft.${id}.${reader}`;
}

/**
 * @param {string | number} id
 * @returns {Draft | null}
 */
export function keptDraft(id) {
  try {
    const found = JSON.parse(localStorage.getItem(nameOf(id)) ?? "null");
    return found && typeof found.version === "number" && found.changes ? found : null;
  } catch {
    return null;
  }
}

/**
 * Keep a draft, or forget it.
 * @param {string | number} id
 * @param {Draft | null} draft
 * @returns {boolean} Whether the browser took it.
 */
export function keepDraft(id, draft) {
  try {
    if (draft) localStorage.setItem(nameOf(id), JSON.stringify(draft));
    else localStorage.removeItem(nameOf(id));
    return true;
  } catch {
    return false;
  }
}
