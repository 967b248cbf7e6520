/**
 * What every page does: the theme, the language, signing out, the list of keys,
 * and studies dropped anywhere.
 */

import { remove } from "./api.js";
import { complain } from "./notices.js";
import { bindKeys, showKeys } from "./keys.js";
import { _ } from "./words.js";
import { acceptDrops } from "./upload.js";

const YEAR_S = 365 * 24 * 3600;

/**
 * Remember a choice of this reader on this machine.
 * @param {string} name
 * @param {string} value
 */
function remember(name, value) {
  const isSafe = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Strict${isSafe}`;
}

/** @param {string} theme */
function choose(theme) {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
  for (const button of document.querySelectorAll("[data-theme-name]")) {
    const isChosen = /** @type {HTMLElement} */ (button).dataset.themeName === theme;
    button.setAttribute("aria-pressed", String(isChosen));
  }
  document.dispatchEvent(new CustomEvent("myomap:theme", { detail: theme }));
}

/** Let the language links keep the page and its question. */
function keepThePlace() {
  for (const link of document.querySelectorAll("a[data-language]")) {
    const anchor = /** @type {HTMLAnchorElement} */ (link);
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      const wanted = anchor.dataset.language ?? "en";
      remember("lang", wanted);
      const here = new URL(location.href);
      here.searchParams.set("lang", wanted);
      location.assign(here.pathname + here.search + here.hash);
    });
  }
}

async function signOut() {
  try {
    await remove("/session");
    location.assign("/login");
  } catch (error) {
    complain(error);
  }
}

for (const button of document.querySelectorAll("[data-theme-name]")) {
  button.addEventListener("click", () =>
    choose(/** @type {HTMLElement} */ (button).dataset.themeName ?? "system"),
  );
}
keepThePlace();
document.getElementById("sign-out")?.addEventListener("click", signOut);
document.getElementById("show-keys")?.addEventListener("click", showKeys);
bindKeys(_("Everywhere"), [{ keys: ["?"], words: _("Show these keys"), run: showKeys }]);
if (!document.body.dataset.noUpload) acceptDrops();
