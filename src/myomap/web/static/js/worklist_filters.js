/**
 * Which cases the worklist shows: the fields above it, kept in the page's address.
 */

import { byId, element } from "./dom.js";
import { LABELS, verdictWords } from "./verdicts.js";

const TYPING_MS = 180;
const LONGEST_SEARCH = 200;

/**
 * @typedef {object} Wanted
 * @property {string} search
 * @property {string} verdict
 * @property {string} since
 * @property {string} until
 * @property {string} unread - "1" or empty.
 * @property {string} sort
 * @property {string} deleted - "1" or empty.
 */

/** @type {Wanted} */
const EVERYTHING = {
  search: "",
  verdict: "",
  since: "",
  until: "",
  unread: "",
  sort: "urgency",
  deleted: "",
};

/** The fields, and what they say. */
export class Filters {
  /** @param {() => void} changed - Called when something else is wanted. */
  constructor(changed) {
    this.changed = changed;
    this.search = byId("search", HTMLInputElement);
    this.verdict = byId("verdict", HTMLSelectElement);
    this.since = byId("since", HTMLInputElement);
    this.until = byId("until", HTMLInputElement);
    this.sort = byId("sort", HTMLSelectElement);
    this.bin = byId("bin", HTMLButtonElement);
    this.clear = byId("clear", HTMLButtonElement);
    for (const label of LABELS) {
      this.verdict.append(element("option", { value: label, text: verdictWords(label) }));
    }
    this.wanted = fromAddress();
    this.show();
    this.listen();
  }

  listen() {
    /** @type {number | undefined} */
    let due;
    this.search.addEventListener("input", () => {
      clearTimeout(due);
      due = setTimeout(() => this.set({ search: this.search.value.trim() }), TYPING_MS);
    });
    for (const name of /** @type {const} */ (["verdict", "since", "until", "sort"])) {
      this[name].addEventListener("change", () => this.set({ [name]: this[name].value }));
    }
    for (const button of document.querySelectorAll("button[data-unread]")) {
      button.addEventListener("click", () =>
        this.set({ unread: /** @type {HTMLElement} */ (button).dataset.unread ?? "" }),
      );
    }
    this.bin.addEventListener("click", () =>
      this.set({ deleted: this.wanted.deleted ? "" : "1" }),
    );
    this.clear.addEventListener("click", () => this.showEverything());
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
  }

  showEverything() {
    this.set({ ...EVERYTHING, sort: this.wanted.sort });
  }

  /** @param {Partial<Wanted>} part */
  set(part) {
    this.wanted = { ...this.wanted, ...part };
    this.show();
    const query = this.query();
    const plain = query === "sort=urgency" ? "" : `?${query}`;
    history.replaceState(null, "", location.pathname + plain);
    this.changed();
  }

  /** Let the fields say what is wanted. */
  show() {
    const { wanted } = this;
    for (const name of /** @type {const} */ ([
      "search",
      "verdict",
      "since",
      "until",
      "sort",
    ])) {
      if (this[name].value.trim() !== wanted[name]) this[name].value = wanted[name];
    }
    for (const button of document.querySelectorAll("button[data-unread]")) {
      const told = /** @type {HTMLElement} */ (button).dataset.unread ?? "";
      button.setAttribute("aria-pressed", String(told === wanted.unread));
    }
    this.bin.setAttribute("aria-pressed", String(wanted.deleted === "1"));
    this.clear.hidden = !this.isNarrowed;
  }

  /** Whether something keeps cases from the list. */
  get isNarrowed() {
    const { search, verdict, since, until, unread } = this.wanted;
    return Boolean(search || verdict || since || until || unread);
  }

  get isBin() {
    return this.wanted.deleted === "1";
  }

  /**
   * Return what is wanted as the interface asks for it.
   * @returns {string}
   */
  query() {
    const told = Object.entries(this.wanted).filter(([, value]) => value !== "");
    return new URLSearchParams(told).toString();
  }
}

/**
 * Return what the page's address asks for.
 * @returns {Wanted}
 */
function fromAddress() {
  const told = new URLSearchParams(location.search);
  const wanted = { ...EVERYTHING };
  for (const name of /** @type {(keyof Wanted)[]} */ (Object.keys(EVERYTHING))) {
    wanted[name] = told.get(name) ?? EVERYTHING[name];
  }
  if (!["urgency", "added", "study"].includes(wanted.sort)) wanted.sort = "urgency";
  if (!LABELS.includes(wanted.verdict)) wanted.verdict = "";
  for (const name of /** @type {const} */ (["since", "until"])) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(wanted[name])) wanted[name] = "";
  }
  for (const name of /** @type {const} */ (["unread", "deleted"])) {
    if (wanted[name] !== "1") wanted[name] = "";
  }
  wanted.search = wanted.search.slice(0, LONGEST_SEARCH);
  return wanted;
}
