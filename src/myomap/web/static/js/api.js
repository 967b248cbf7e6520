/**
 * The reading room's own interface: one wrapper for every request of a page.
 */

import { _ } from "./words.js";

const ROOT = "/api/v1";

/** What went wrong, in a sentence for the reader. */
export class ApiError extends Error {
  /**
   * @param {number} status - HTTP status; 0 if nothing answered.
   * @param {string} code
   * @param {string} message
   * @param {any} [body]
   */
  constructor(status, code, message, body) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.body = body ?? null;
  }
}

/** Someone else saved first; `current` is what stands now. */
export class ConflictError extends ApiError {
  /** @param {any} body */
  constructor(body) {
    super(409, body?.error?.code ?? "conflict", sentenceOf(409, body), body);
    this.name = "ConflictError";
    /** @type {any} */
    this.current = body?.current ?? null;
  }
}

/**
 * Return the sentence of an answer, or one of our own where it has none.
 * @param {number} status
 * @param {any} body
 * @returns {string}
 */
function sentenceOf(status, body) {
  const told = body?.error?.message;
  if (typeof told === "string" && told) return _(told);
  if (status === 0) return _("The reading room does not answer. Is it still running?");
  if (status === 401) return _("You are not signed in.");
  if (status === 403) return _("You may not do that.");
  if (status === 404) return _("There is no such thing here any more.");
  if (status === 409) return _("Someone else has saved this case meanwhile.");
  if (status === 413) return _("That is too large.");
  return _("Something went wrong in the reading room ({status}).", { status });
}

/**
 * Return the error of an answer that is none.
 * @param {number} status - 0 if nothing answered.
 * @param {any} body
 * @returns {ApiError}
 */
export function errorOf(status, body) {
  if (status === 409) return new ConflictError(body);
  return new ApiError(status, body?.error?.code ?? "error", sentenceOf(status, body), body);
}

/**
 * Send a request and return what it answers.
 * @param {string} method
 * @param {string} path - Below `/api/v1`.
 * @param {any} [body] - A form is sent as it is, anything else as JSON.
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(method, path, body, signal) {
  const isForm = body instanceof FormData;
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Myomap"] = "1";
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(ROOT + path, {
      method,
      headers,
      signal: signal ?? null,
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw errorOf(0, null);
  }
  return contentOf(answer);
}

/**
 * Return the JSON of an answer, or throw what it complains of.
 * @param {Response} answer
 * @returns {Promise<any>}
 */
async function contentOf(answer) {
  const text = await answer.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = null;
  }
  if (answer.ok) return body;
  if (answer.status === 401 && !location.pathname.startsWith("/login")) askToSignIn();
  throw errorOf(answer.status, body);
}

/** Go to the page where one signs in, and come back from there. */
function askToSignIn() {
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export const get = (path, signal) => ask("GET", path, undefined, signal);

/**
 * @param {string} path
 * @param {any} [body]
 * @returns {Promise<any>}
 */
export const post = (path, body) => ask("POST", path, body);

/**
 * @param {string} path
 * @param {any} body
 * @returns {Promise<any>}
 */
export const patch = (path, body) => ask("PATCH", path, body);

/**
 * @param {string} path
 * @param {any} [body]
 * @returns {Promise<any>}
 */
export const remove = (path, body) => ask("DELETE", path, body);

/**
 * @typedef {object} CaseRow
 * @property {string} id
 * @property {string} name
 * @property {string} [pseudonym]
 * @property {string} patient_key
 * @property {string | null} study_date
 * @property {string} added_at
 * @property {"picture" | "volumes" | "projections" | "maps"} source
 * @property {string} label
 * @property {string | null} label_physician
 * @property {number | null} abnormal_probability
 * @property {[number, number] | null} interval
 * @property {number | null} stress_tpd_percent
 * @property {boolean} is_read
 * @property {boolean} is_simulated
 * @property {number} n_cautions
 * @property {number} version
 * @property {number} urgency
 * @property {number} [n_studies] - Of this patient, with this one.
 */
