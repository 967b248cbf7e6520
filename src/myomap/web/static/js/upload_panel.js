/** The card in the corner that shows studies on their way. */

import { element, replace, sign } from "./dom.js";
import { askForStudy } from "./upload_dialog.js";
import { dismiss, tasks, watchTasks } from "./upload_queue.js";
import { _, percent, shortened } from "./words.js";

/** @typedef {import("./upload_queue.js").Task} Task */

/** @type {HTMLElement | null} */
let panel = null;

/** Show the tasks from now on, and open a case that comes alone. */
export function showTasks() {
  watchTasks((ended) => {
    draw();
    if (ended?.state === "done") {
      document.dispatchEvent(new CustomEvent("myomap:added", { detail: ended.found }));
    }
    if (ended) settle();
  });
}

/** When all is read that was on its way, open the case if one came of it. */
function settle() {
  if (!tasks.every(({ state }) => state === "done" || state === "refused")) return;
  const fresh = tasks.filter(({ state, isSettled }) => state === "done" && !isSettled);
  for (const task of fresh) task.isSettled = true;
  const [only] = fresh;
  if (only && fresh.length === 1 && !isInUse()) location.assign(addressOf(only));
}

/**
 * Return whether the reader is in the middle of something.
 * @returns {boolean}
 */
function isInUse() {
  const active = document.activeElement;
  const isTyping =
    active instanceof HTMLTextAreaElement ||
    (active instanceof HTMLInputElement && active.value !== "");
  return isTyping || document.querySelector("dialog[open]") !== null;
}

/** @param {Task} task */
function addressOf(task) {
  return `/cases/${encodeURIComponent(task.found ?? "")}`;
}

function draw() {
  if (!panel) {
    panel = element("section", { class: "tasks", "aria-label": _("Studies on their way") });
    document.body.append(panel);
  }
  panel.hidden = tasks.length === 0;
  replace(panel, ...tasks.map(card));
}

/** @param {Task} task */
function card(task) {
  const isOver = task.state === "done" || task.state === "refused";
  return element(
    "div",
    { class: "task", data: { state: task.state } },
    element(
      "div",
      { class: "task-head" },
      element("b", { text: shortened(task.title), title: task.title }),
      element(
        "button",
        {
          class: "button button-quiet button-round",
          type: "button",
          "aria-label": `${isOver ? _("Close") : _("Stop")}: ${task.title}`,
          title: isOver ? _("Close") : _("Stop"),
          on: { click: () => dismiss(task) },
        },
        sign("close"),
      ),
    ),
    !isOver && progressOf(task),
    element("p", {
      class: task.state === "refused" ? "fault" : "soft",
      role: task.state === "refused" ? "alert" : "status",
      text: toldOf(task),
    }),
    ...nextOf(task),
  );
}

/** @param {Task} task */
function toldOf(task) {
  if (task.state !== "sending" || task.fraction === null) return task.words;
  return `${task.words} · ${percent(100 * task.fraction)}`;
}

/** @param {Task} task */
function progressOf(task) {
  return element("progress", {
    max: "1",
    value: task.fraction,
    "aria-label": task.title,
  });
}

/** @param {Task} task */
function nextOf(task) {
  if (task.state === "done") {
    return [
      element("a", { class: "button", href: addressOf(task), text: _("Open the case") }),
    ];
  }
  if (task.state !== "refused" || !task.files.length) return [];
  const again = () => {
    void dismiss(task);
    askForStudy(task.files, task.known);
  };
  return [
    element("button", {
      class: "button",
      type: "button",
      text: _("Say more and try again"),
      on: { click: again },
    }),
  ];
}
