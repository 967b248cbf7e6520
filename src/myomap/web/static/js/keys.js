/**
 * The keyboard: every key of a page is told here, and `?` shows them all.
 */

import { element } from "./dom.js";
import { _ } from "./words.js";

/**
 * @typedef {object} Key
 * @property {string[]} keys - As `KeyboardEvent.key`, with "Ctrl+" or "Shift+" before.
 * @property {string} words - What it does.
 * @property {(event: KeyboardEvent) => void} run
 * @property {string} [shown] - How the list writes the keys, where that is shorter.
 */

/** @type {{title: string, keys: Key[]}[]} */
const groups = [];
/** @type {HTMLDialogElement | null} */
let list = null;

const NAMES = /** @type {Record<string, string>} */ ({
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  " ": "Space",
  Escape: "Esc",
});

/** What signs stand where on a Latin keyboard. */
const PLACES = /** @type {Record<string, string>} */ ({
  BracketLeft: "[",
  BracketRight: "]",
  Comma: ",",
  Period: ".",
  Semicolon: ";",
  Quote: "'",
  Backquote: "`",
});

/**
 * Bind keys of one part of a page.
 * @param {string} title - Of that part, in the list of keys.
 * @param {Key[]} keys
 * @returns {() => void} Unbinds them.
 */
export function bindKeys(title, keys) {
  const group = { title, keys };
  groups.push(group);
  return () => groups.splice(groups.indexOf(group), 1);
}

/**
 * Return whether a key belongs to a field that is being typed in.
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  const quiet = ["checkbox", "radio", "button", "submit", "range", "file", "color"];
  return target instanceof HTMLInputElement && !quiet.includes(target.type);
}

/**
 * Return what a key would write on a Latin keyboard, so that keys work in any layout.
 * @param {KeyboardEvent} event
 * @returns {string}
 */
function latin(event) {
  const { key, code, shiftKey } = event;
  // The Russian layout writes a full stop and a comma with the key of the slash.
  if (code === "Slash" && (key === "." || key === ",")) return shiftKey ? "?" : "/";
  if (key.length !== 1 || key <= "~") return key;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  return PLACES[code] ?? key;
}

/**
 * Return the name of what was pressed, as keys are bound.
 * @param {KeyboardEvent} event
 * @returns {string}
 */
function pressed(event) {
  const key = latin(event);
  const isCommand = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && key.length > 1 ? "Shift+" : "";
  return (isCommand ? "Ctrl+" : "") + shift + (isCommand ? key.toLowerCase() : key);
}

/** @param {KeyboardEvent} event */
function heard(event) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const name = pressed(event);
  for (let i = groups.length - 1; i >= 0; i -= 1) {
    const found = groups[i]?.keys.find((key) => key.keys.includes(name));
    if (found) {
      event.preventDefault();
      found.run(event);
      return;
    }
  }
}

/**
 * Return a key as the list shows it.
 * @param {string} name
 * @returns {HTMLElement}
 */
function cap(name) {
  const parts = name.split("+").filter(Boolean);
  const told = parts.length ? parts.map((part) => NAMES[part] ?? part).join(" + ") : "+";
  return element("kbd", { text: told });
}

/**
 * Return the groups as they are listed: parts of a page that share a title are one.
 * @returns {{title: string, keys: Key[]}[]}
 */
function byTitle() {
  /** @type {Map<string, Key[]>} */
  const found = new Map();
  for (const { title, keys } of groups) found.set(title, [...(found.get(title) ?? []), ...keys]);
  return [...found].map(([title, keys]) => ({ title, keys }));
}

/** Show every key that works on this page. */
export function showKeys() {
  list?.remove();
  list = element(
    "dialog",
    { class: "dialog dialog-keys", "aria-labelledby": "keys-title" },
    // It takes the focus, so that the list is read from its beginning.
    element("h2", { id: "keys-title", text: _("Keyboard"), tabindex: "-1", autofocus: true }),
    element("div", { class: "keys-groups" }, ...byTitle().map(groupShown)),
    element(
      "form",
      { method: "dialog", class: "dialog-actions" },
      element("button", { class: "button", text: _("Close") }),
    ),
  );
  list.addEventListener("close", () => list?.remove());
  document.body.append(list);
  list.showModal();
}

/**
 * @param {{title: string, keys: Key[]}} group
 * @returns {HTMLElement}
 */
function groupShown(group) {
  return element(
    "section",
    {},
    element("h3", { text: group.title }),
    element(
      "dl",
      { class: "keys" },
      ...group.keys.map((key) =>
        element(
          "div",
          {},
          element("dt", {}, ...(key.shown ? [cap(key.shown)] : key.keys.map(cap))),
          element("dd", { text: key.words }),
        ),
      ),
    ),
  );
}

document.addEventListener("keydown", heard);
