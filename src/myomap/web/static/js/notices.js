/**
 * Short notices at the edge of the page, and questions before what cannot be undone.
 */

import { element, sign } from "./dom.js";
import { _ } from "./words.js";

const STAYS_MS = 9000;

/** @type {HTMLElement | null} */
let shelf = null;

/**
 * Return where notices stand: a region that screen readers follow.
 * @returns {HTMLElement}
 */
function place() {
  if (!shelf) {
    shelf = element("div", {
      class: "notices",
      role: "region",
      "aria-label": _("Notices"),
    });
    document.body.append(shelf);
  }
  return shelf;
}

/**
 * @typedef {object} Manner
 * @property {{words: string, run: () => void}} [action]
 * @property {boolean} [isFault]
 * @property {boolean} [stays]
 */

/**
 * Show a notice for a while.
 * @param {string} sentence
 * @param {Manner} [manner]
 * @returns {() => void} Takes it away.
 */
export function say(sentence, manner = {}) {
  const { action, isFault = false, stays = false } = manner;
  const away = () => notice.remove();
  /** @type {HTMLElement} */
  const notice = element(
    "div",
    {
      class: isFault ? "notice notice-fault" : "notice",
      role: isFault ? "alert" : "status",
    },
    isFault && sign("warning"),
    element("p", { text: sentence }),
    action &&
      element("button", {
        class: "button button-quiet",
        type: "button",
        text: action.words,
        on: {
          click: () => {
            away();
            action.run();
          },
        },
      }),
    element(
      "button",
      {
        class: "button button-quiet button-round",
        type: "button",
        "aria-label": _("Close"),
        on: { click: away },
      },
      sign("close"),
    ),
  );
  place().append(notice);
  if (!stays && !isFault) leaveLater(notice);
  return away;
}

/**
 * Take a notice away when it was seen, but never under the hand.
 * @param {HTMLElement} notice
 */
function leaveLater(notice) {
  const leave = () => {
    if (notice.matches(":hover, :focus-within")) setTimeout(leave, STAYS_MS);
    else notice.remove();
  };
  setTimeout(leave, STAYS_MS);
}

/**
 * Show what an error says.
 * @param {unknown} error
 */
export function complain(error) {
  const told = error instanceof Error && error.message ? error.message : "";
  say(told || _("Something went wrong."), { isFault: true });
}

/**
 * Ask before something is done.
 * @param {{title: string, sentence: string, action: string, isDanger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, sentence, action, isDanger = false }) {
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "question-title" },
    element("h2", { id: "question-title", text: title }),
    element("p", { text: sentence }),
    element(
      "form",
      { method: "dialog", class: "dialog-actions" },
      element("button", { class: "button", value: "no", text: _("Cancel") }),
      element("button", {
        class: isDanger ? "button button-danger" : "button button-primary",
        value: "yes",
        text: action,
        autofocus: true,
      }),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}
