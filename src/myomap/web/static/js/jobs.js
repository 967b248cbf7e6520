/** Work that goes on in the reading room, followed stage by stage. */

import { ApiError, get, remove } from "./api.js";
import { _ } from "./words.js";

const INTERRUPTED = _("The reading was interrupted. Try again.");

/**
 * @typedef {object} Stage
 * @property {string} stage
 * @property {string} words
 * @property {number | null} fraction
 */

/**
 * Follow a job to its end.
 * @param {string} job
 * @param {(stage: Stage) => void} told - Called at each stage.
 * @returns {Promise<string>} The id of the case that came of it.
 * @throws {ApiError} If the job was refused or is not known any more.
 */
export function followJob(job, told) {
  const events = new EventSource(`/api/v1/jobs/${encodeURIComponent(job)}/events`);
  return new Promise((found, failed) => {
    events.addEventListener("stage", (event) => {
      const stage = JSON.parse(event.data);
      told({ ...stage, words: _(stage.words) });
    });
    events.addEventListener("done", (event) => {
      events.close();
      found(String(JSON.parse(event.data).case));
    });
    events.addEventListener("refused", (event) => {
      events.close();
      const { code, message } = JSON.parse(event.data);
      failed(new ApiError(422, code, _(message)));
    });
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      endOf(job).then(found, failed);
    });
  });
}

/**
 * Return how a job ended whose events cannot be had.
 * @param {string} job
 * @returns {Promise<string>}
 */
async function endOf(job) {
  const known = await get(`/jobs/${encodeURIComponent(job)}`);
  if (known.state === "done") return String(known.case);
  const { code = "lost", message } = known.error ?? {};
  throw new ApiError(422, code, message ? _(message) : INTERRUPTED);
}

/**
 * Stop a job.
 * @param {string} job
 * @returns {Promise<void>}
 */
export async function cancelJob(job) {
  await remove(`/jobs/${encodeURIComponent(job)}`);
}
