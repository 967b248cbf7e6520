/** Signing in, and the first user of all. */

import { get, post } from "./api.js";
import { byId } from "./dom.js";
import { _ } from "./words.js";

const form = byId("sign-in", HTMLFormElement);
const fault = byId("fault");

/**
 * Return where to go then: only to a page of this reading room.
 * @returns {string}
 */
function wantedPage() {
  const wanted = new URLSearchParams(location.search).get("next") ?? "/";
  try {
    const there = new URL(wanted, location.origin);
    const isHere = there.origin === location.origin && wanted.startsWith("/");
    return isHere ? there.pathname + there.search + there.hash : "/";
  } catch {
    return "/";
  }
}

/** @param {SubmitEvent} event */
async function signIn(event) {
  event.preventDefault();
  fault.hidden = true;
  const told = Object.fromEntries(new FormData(form));
  try {
    if (form.dataset.setup === "yes") await post("/setup", told);
    else await post("/session", told);
    await get("/me");
    location.assign(wantedPage());
  } catch (error) {
    fault.textContent = error instanceof Error ? error.message : _("Something went wrong.");
    fault.hidden = false;
    /** @type {HTMLInputElement} */ (form.elements.namedItem("password")).select();
  }
}

form.addEventListener("submit", signIn);
