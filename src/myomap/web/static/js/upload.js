/** Studies dropped anywhere on a page. */

import { filesOfDrop } from "./dropped_files.js";
import { element, sign } from "./dom.js";
import { complain } from "./notices.js";
import { showTasks } from "./upload_panel.js";
import { readStudy, resumeTasks } from "./upload_queue.js";
import { _ } from "./words.js";

/** @type {HTMLElement | null} */
let veil = null;

/**
 * Return whether something that is dragged holds files.
 * @param {DragEvent} event
 * @returns {boolean}
 */
function holdsFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function showVeil() {
  veil ??= element(
    "div",
    { class: "drop-veil" },
    element(
      "p",
      {},
      sign("add"),
      element("span", { text: _("Drop the study here to have it read") }),
    ),
  );
  document.body.append(veil);
}

/** @param {DragEvent} event */
async function taken(event) {
  if (!holdsFiles(event) || !event.dataTransfer) return;
  event.preventDefault();
  veil?.remove();
  try {
    readStudy(await filesOfDrop(event.dataTransfer));
  } catch (error) {
    complain(error);
  }
}

/** Take what is dropped on this page, and show what is on its way. */
export function acceptDrops() {
  document.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) showVeil();
  });
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) veil?.remove();
  });
  document.addEventListener("drop", taken);
  showTasks();
  resumeTasks();
}
