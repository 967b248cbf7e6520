/**
 * A table of any length that draws only the rows in sight.
 *
 * Pages of rows are fetched as they come into sight and kept; rows that are not here
 * yet show as blank lines of the same height, so that nothing jumps.
 */

import { element } from "./dom.js";

const PAGE = 100;
const MARGIN_ROWS = 12;

/**
 * @template Row
 * @typedef {object} Source
 * @property {(offset: number, limit: number) => Promise<{rows: Row[], total: number}>} fetch
 * @property {(row: Row, isCurrent: boolean) => HTMLTableRowElement} draw
 * @property {number} columns
 * @property {(error: unknown) => void} failed
 */

/** @template Row */
export class WindowedRows {
  /**
   * @param {HTMLElement} scroller - Scrolls; holds the table.
   * @param {HTMLTableSectionElement} body
   * @param {Source<Row>} source
   */
  constructor(scroller, body, source) {
    this.scroller = scroller;
    this.body = body;
    this.source = source;
    /** @type {Map<number, Row[]>} */
    this.pages = new Map();
    /** @type {Set<number>} */
    this.awaited = new Set();
    this.total = 0;
    this.current = 0;
    this.round = 0;
    this.isDue = false;
    scroller.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(scroller);
  }

  /** Height of one row, px; all are equal. */
  get rowHeight() {
    const told = getComputedStyle(this.scroller).getPropertyValue("--row-height");
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Math.max(1, Math.round(parseFloat(told || "3") * rem));
  }

  /**
   * Forget every row and fetch what is in sight again.
   * @param {{keepPlace?: boolean}} [manner]
   * @returns {Promise<void>}
   */
  async reload(manner = {}) {
    const { keepPlace = false } = manner;
    this.round += 1;
    this.awaited.clear();
    if (!keepPlace) {
      this.current = 0;
      this.scroller.scrollTop = 0;
    }
    const round = this.round;
    try {
      const found = await Promise.all(
        this.pagesInSight().map(async (page) => {
          const { rows, total } = await this.source.fetch(page * PAGE, PAGE);
          return { page, rows, total };
        }),
      );
      if (round !== this.round) return;
      // The old rows stay until the new are here: nothing blinks.
      this.pages.clear();
      for (const { page, rows, total } of found) this.take(page, { rows, total });
      this.draw();
    } catch (error) {
      if (round === this.round) this.source.failed(error);
    }
  }

  /**
   * Return the pages whose rows are in sight.
   * @returns {number[]}
   */
  pagesInSight() {
    const inSight = Math.ceil(this.scroller.clientHeight / this.rowHeight);
    const first = Math.floor(this.firstInSight() / PAGE);
    const last = Math.floor((this.firstInSight() + inSight) / PAGE);
    return first === last ? [first] : [first, last];
  }

  /**
   * @param {number} page
   * @param {{rows: Row[], total: number}} found
   */
  take(page, found) {
    this.pages.set(page, found.rows);
    this.total = found.total;
    this.current = Math.max(0, Math.min(this.current, this.total - 1));
  }

  /**
   * @param {number} index
   * @returns {Row | undefined}
   */
  row(index) {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  firstInSight() {
    return Math.max(0, Math.floor(this.scroller.scrollTop / this.rowHeight));
  }

  later() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.draw();
    });
  }

  /** Draw the rows in sight, and ask for those that are missing. */
  draw() {
    const height = this.rowHeight;
    const inSight = Math.ceil(this.scroller.clientHeight / height);
    const first = Math.max(0, this.firstInSight() - MARGIN_ROWS);
    const last = Math.min(this.total, this.firstInSight() + inSight + MARGIN_ROWS);
    const drawn = [];
    for (let index = first; index < last; index += 1) {
      const row = this.row(index);
      if (row === undefined) this.want(Math.floor(index / PAGE));
      drawn.push(row === undefined ? this.blank(index) : this.drawn(row, index));
    }
    const focused = this.body.contains(document.activeElement);
    this.body.replaceChildren(
      this.spacer(first * height),
      ...drawn,
      this.spacer((this.total - last) * height),
    );
    if (focused) this.focusCurrent();
  }

  /**
   * @param {Row} row
   * @param {number} index
   */
  drawn(row, index) {
    const line = this.source.draw(row, index === this.current);
    line.setAttribute("aria-rowindex", String(index + 2));
    line.dataset.index = String(index);
    return line;
  }

  /** @param {number} index */
  blank(index) {
    return element(
      "tr",
      { class: "row-blank", "aria-rowindex": index + 2 },
      element("td", { colspan: this.source.columns, text: "\u00a0" }),
    );
  }

  /** @param {number} height */
  spacer(height) {
    const cell = element("td", { colspan: this.source.columns });
    cell.style.height = `${Math.max(0, height)}px`;
    return element("tr", { class: "row-spacer", "aria-hidden": "true" }, cell);
  }

  /** @param {number} page */
  async want(page) {
    if (this.awaited.has(page)) return;
    this.awaited.add(page);
    const round = this.round;
    try {
      const found = await this.source.fetch(page * PAGE, PAGE);
      if (round !== this.round) return;
      this.take(page, found);
      this.draw();
    } catch (error) {
      if (round === this.round) this.source.failed(error);
    } finally {
      if (round === this.round) this.awaited.delete(page);
    }
  }

  /**
   * Make a row the current one and bring it into sight.
   * @param {number} index
   */
  moveTo(index) {
    if (!this.total) return;
    this.current = Math.max(0, Math.min(index, this.total - 1));
    const height = this.rowHeight;
    const head = this.body.parentElement?.querySelector("thead")?.clientHeight ?? 0;
    const top = this.current * height;
    const visible = this.scroller.clientHeight - head;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + height > this.scroller.scrollTop + visible) {
      this.scroller.scrollTop = top + height - visible;
    }
    this.draw();
    this.focusCurrent();
  }

  focusCurrent() {
    const line = this.body.querySelector(`tr[data-index="${this.current}"] a`);
    if (line instanceof HTMLElement) line.focus({ preventScroll: true });
  }
}
