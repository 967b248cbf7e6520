/**
 * The worklist: every case that is kept, the most urgent first.
 */

import { get, post, remove } from "./api.js";
import { COLUMNS, caseLine, shownName } from "./case_rows.js";
import { compareWithPrior } from "./compare.js";
import { byId, element, replace } from "./dom.js";
import { firstStart } from "./first_start.js";
import { bindKeys } from "./keys.js";
import { lastPlace, rememberPlace } from "./neighbours.js";
import { complain, confirmed, say } from "./notices.js";
import { askForStudy } from "./upload_dialog.js";
import { WindowedRows } from "./windowed_rows.js";
import { Filters } from "./worklist_filters.js";
import { _, ngettext, number } from "./words.js";

/** @typedef {import("./api.js").CaseRow} CaseRow */

const FRESH_MS = 20000;

const empty = byId("empty");
const table = byId("cases", HTMLTableElement);
const filters = new Filters(() => rows.reload());
/** @type {WindowedRows<CaseRow>} */
const rows = new WindowedRows(byId("list"), byId("rows", HTMLTableSectionElement), {
  columns: COLUMNS,
  fetch: fetchRows,
  failed: complain,
  draw: (row, isCurrent) =>
    caseLine(row, isCurrent, {
      isBin: filters.isBin,
      remove: discard,
      restore: bringBack,
      compare: (chosen) => compareWithPrior(chosen.id),
    }),
});

/**
 * @param {number} offset
 * @param {number} limit
 */
async function fetchRows(offset, limit) {
  const found = await get(`/cases?${filters.query()}&offset=${offset}&limit=${limit}`);
  tell(found.total, found.unread);
  return { rows: /** @type {CaseRow[]} */ (found.cases), total: found.total };
}

/**
 * Say how many cases there are.
 * @param {number} total
 * @param {number} unread
 */
function tell(total, unread) {
  byId("count").textContent = ngettext("{n} case", "{n} cases", total);
  byId("unread-count").textContent = unread ? number(unread) : "";
  table.setAttribute("aria-rowcount", String(total + 1));
  table.hidden = total === 0;
  empty.hidden = total !== 0;
  if (total === 0) showNothing();
}

/** Say why the list is empty, and what to do. */
function showNothing() {
  if (filters.isBin) {
    replace(empty, element("p", { class: "soft", text: _("The bin is empty.") }));
  } else if (filters.isNarrowed) {
    replace(
      empty,
      element("p", { class: "soft", text: _("No case is like that.") }),
      element("button", {
        class: "button",
        type: "button",
        text: _("Show all"),
        on: { click: () => filters.showEverything() },
      }),
    );
  } else {
    firstStart(empty);
  }
}

/** @param {CaseRow} row */
async function discard(row) {
  const isSure = await confirmed({
    title: _("Delete this case?"),
    sentence: _("“{name}” goes to the bin with its reading. It can be restored.", {
      name: shownName(row),
    }),
    action: _("Delete"),
    isDanger: true,
  });
  if (!isSure) return;
  try {
    await remove(`/cases/${encodeURIComponent(row.id)}`);
    await rows.reload({ keepPlace: true });
    say(_("“{name}” was deleted.", { name: shownName(row) }), {
      action: { words: _("Undo"), run: () => bringBack(row) },
    });
  } catch (error) {
    complain(error);
  }
}

/** @param {CaseRow} row */
async function bringBack(row) {
  try {
    await post(`/cases/${encodeURIComponent(row.id)}/restore`);
    await rows.reload({ keepPlace: true });
    say(_("“{name}” is back in the list.", { name: shownName(row) }));
  } catch (error) {
    complain(error);
  }
}

/** @param {number} index */
function open(index) {
  const row = rows.row(index);
  if (!row || filters.isBin) return;
  rememberPlace(filters.query(), index);
  location.assign(`/cases/${encodeURIComponent(row.id)}`);
}

/** @param {(row: CaseRow) => void} run */
function withCurrent(run) {
  const row = rows.row(rows.current);
  if (row) run(row);
}

/** Go back to where the list was left. */
async function start() {
  await rows.reload();
  const place = lastPlace();
  const isSame = place && place.query === filters.query();
  if (isSame && place.index > 0) rows.moveTo(place.index);
}

byId("rows").addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const line = target.closest("tr[data-index]");
  if (!(line instanceof HTMLElement) || target.closest("button")) return;
  const index = Number(line.dataset.index);
  rows.current = index;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(index);
});

byId("add").addEventListener("click", () => askForStudy());

bindKeys(_("Cases"), [
  { keys: ["j", "ArrowDown"], words: _("Next case"), run: () => rows.moveTo(rows.current + 1) },
  { keys: ["k", "ArrowUp"], words: _("Previous case"), run: () => rows.moveTo(rows.current - 1) },
  { keys: ["PageDown"], words: _("Ten cases on"), run: () => rows.moveTo(rows.current + 10) },
  { keys: ["PageUp"], words: _("Ten cases back"), run: () => rows.moveTo(rows.current - 10) },
  { keys: ["Home"], words: _("First case"), run: () => rows.moveTo(0) },
  { keys: ["End"], words: _("Last case"), run: () => rows.moveTo(rows.total - 1) },
  { keys: ["o"], shown: "Enter", words: _("Open the case"), run: () => open(rows.current) },
  {
    keys: ["i"],
    words: _("Compare with an earlier study"),
    run: () => withCurrent((row) => compareWithPrior(row.id)),
  },
  {
    keys: ["Delete"],
    words: _("Delete the case"),
    run: () => withCurrent((row) => (filters.isBin ? bringBack(row) : discard(row))),
  },
  { keys: ["/"], words: _("Search"), run: () => filters.search.focus() },
  { keys: ["a"], words: _("Add a study"), run: () => askForStudy() },
  { keys: ["u"], words: _("Unread only, or all"), run: () =>
      filters.set({ unread: filters.wanted.unread ? "" : "1" }) },
]);

filters.search.addEventListener("keydown", (event) => {
  if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    rows.moveTo(rows.current);
  }
});

document.addEventListener("myomap:added", () => rows.reload({ keepPlace: true }));
setInterval(() => {
  if (!document.hidden) rows.reload({ keepPlace: true });
}, FRESH_MS);

start();
