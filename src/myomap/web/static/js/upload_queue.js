/**
 * Studies on their way: sent and read one after the other, in the order they came.
 *
 * What was already sent is remembered through a change of page and followed there.
 */

import { ApiError, errorOf, post } from "./api.js";
import { titleOf } from "./dropped_files.js";
import { cancelJob, followJob } from "./jobs.js";
import { partsOf } from "./study_parts.js";
import { _ } from "./words.js";

/** @typedef {import("./dropped_files.js").StudyFile} StudyFile */

/**
 * @typedef {object} Task
 * @property {string} title
 * @property {StudyFile[]} files - Empty for examples and after a change of page.
 * @property {Record<string, string>} known - What the reader told of the study.
 * @property {string | null} example
 * @property {string | null} job
 * @property {"waiting" | "sending" | "reading" | "done" | "refused"} state
 * @property {string} words - What is happening.
 * @property {number | null} fraction
 * @property {string | null} found - The case.
 * @property {boolean} isSettled - Whether the reader has been told that it is done.
 * @property {AbortController} stop
 */

const KEPT = "myomap.jobs";

/** @type {Task[]} */
export const tasks = [];
/** @type {Set<(task: Task | null) => void>} */
const watchers = new Set();
let isBusy = false;

/**
 * Be told of every change.
 * @param {(task: Task | null) => void} watcher - Given the task that has just ended.
 */
export function watchTasks(watcher) {
  watchers.add(watcher);
}

/** @param {Task | null} [ended] */
function changed(ended = null) {
  const kept = tasks
    .filter(({ job, state }) => state === "refused" || (job && state === "reading"))
    .map(({ job, title, state, words }) =>
      state === "refused" ? { title, refused: words } : { job, title },
    );
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  for (const watcher of watchers) watcher(ended);
}

/**
 * @param {Partial<Task>} told
 * @returns {Task}
 */
function newTask(told) {
  return {
    title: "",
    files: [],
    known: {},
    example: null,
    job: null,
    state: "waiting",
    words: _("waiting"),
    fraction: null,
    found: null,
    isSettled: false,
    stop: new AbortController(),
    ...told,
  };
}

/** @param {Partial<Task>} told */
function enqueue(told) {
  tasks.push(newTask(told));
  changed();
  void work();
}

/**
 * Let a study be read.
 * @param {StudyFile[]} files
 * @param {Record<string, string>} [known]
 */
export function readStudy(files, known = {}) {
  if (files.length) enqueue({ title: known.name || titleOf(files), files, known });
}

/**
 * Let an example be made and read.
 * @param {string} example
 * @param {string} title
 */
export function readExample(example, title) {
  enqueue({ title, example });
}

/** Follow again what was sent before the page changed, and keep what was refused in sight. */
export function resumeTasks() {
  /** @type {{job?: string, title: string, refused?: string}[]} */
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    kept = [];
  }
  for (const { job, title, refused } of kept) {
    if (refused) tasks.push(newTask({ title, words: refused, state: "refused" }));
    else if (job) tasks.push(newTask({ title, job }));
  }
  changed();
  void work();
}

/**
 * Take a task away; one that is under way is stopped.
 * @param {Task} task
 */
export async function dismiss(task) {
  task.stop.abort();
  if (task.job && task.state === "reading") {
    await cancelJob(task.job).catch(() => undefined);
  }
  const place = tasks.indexOf(task);
  if (place >= 0) tasks.splice(place, 1);
  changed();
}

/** Take the next task that waits, until none does. */
async function work() {
  if (isBusy) return;
  isBusy = true;
  for (;;) {
    const task = tasks.find(({ state }) => state === "waiting");
    if (!task) break;
    await finish(task);
    changed(task);
  }
  isBusy = false;
}

/** @param {Task} task */
async function finish(task) {
  try {
    task.job ??= await started(task);
    update(task, { state: "reading", words: _("being read"), fraction: null });
    const found = await followJob(task.job, ({ words, fraction }) =>
      update(task, { words, fraction }),
    );
    Object.assign(task, { state: "done", found, words: _("read"), files: [] });
  } catch (error) {
    if (error instanceof ApiError && error.code === "patient-mismatch" && parted(task)) return;
    const words = error instanceof ApiError ? error.message : _("Something went wrong.");
    Object.assign(task, { state: "refused", words, fraction: null });
  }
}

/**
 * Put each patient's study in the place of files that are of several.
 * @param {Task} task
 * @returns {boolean} Whether they lay apart.
 */
function parted(task) {
  const parts = partsOf(task.files);
  const place = tasks.indexOf(task);
  if (!parts.length || place < 0) return false;
  const known = { ...task.known, name: "" };
  tasks.splice(place, 1, ...parts.map((files) => newTask({ title: titleOf(files), files, known })));
  return true;
}

/**
 * @param {Task} task
 * @param {Partial<Task>} told
 */
function update(task, told) {
  Object.assign(task, told);
  changed();
}

/**
 * Send a study or ask for an example.
 * @param {Task} task
 * @returns {Promise<string>} The job.
 */
async function started(task) {
  if (task.example !== null) {
    return (await post(`/examples/${encodeURIComponent(task.example)}`)).job;
  }
  update(task, { state: "sending", words: _("being sent"), fraction: 0 });
  return send(task);
}

/**
 * Send files and tell how far it is; `fetch` could not.
 * @param {Task} task
 * @returns {Promise<string>}
 */
function send(task) {
  const form = new FormData();
  for (const [name, value] of Object.entries(task.known)) {
    if (value) form.append(name, value);
  }
  for (const { path, file } of task.files) form.append("files", file, path);
  const request = new XMLHttpRequest();
  request.open("POST", "/api/v1/uploads");
  request.setRequestHeader("X-Myomap", "1");
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) =>
    update(task, { fraction: total ? loaded / total : null }),
  );
  task.stop.signal.addEventListener("abort", () => request.abort());
  return new Promise((found, failed) => {
    request.addEventListener("load", () => {
      if (request.status < 300) found(request.response.job);
      else failed(errorOf(request.status, request.response));
    });
    request.addEventListener("error", () => failed(errorOf(0, null)));
    request.addEventListener("abort", () =>
      failed(new ApiError(0, "cancelled", _("Stopped."))),
    );
    request.send(form);
  });
}

globalThis.addEventListener("beforeunload", (event) => {
  const isUnsent = tasks.some(
    ({ state, files }) => state === "sending" || (state === "waiting" && files.length),
  );
  if (isUnsent) event.preventDefault();
});
