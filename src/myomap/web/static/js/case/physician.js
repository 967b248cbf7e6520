/**
 * The physician's own reading: agree or overrule, comment, sign. Kept apart from the
 * model's, and always said whose it is.
 */

import { element, replace, sign } from "../dom.js";
import { bindKeys } from "../keys.js";
import { confirmed } from "../notices.js";
import { verdictMark, verdictWords } from "../verdicts.js";
import { _, dateTime } from "../words.js";
import { STATES } from "./changes.js";

/** Verdicts that a physician chooses from. */
const CHOICES = /** @type {const} */ (["normal", "ischemia", "infarction", "mixed", "abnormal", "nondiagnostic"]);
const REST_MS = 700;
const LONGEST = 10000;

/**
 * Return whether a physician says anything that a signature could stand for.
 * @param {import("./types.js").PhysicianReading} own
 * @returns {boolean}
 */
function saysAnything(own) {
  const hasScore = STATES.some((state) => Object.keys(own.scores[state] ?? {}).length > 0);
  return own.agrees !== null || own.label !== null || hasScore || own.comment.trim() !== "";
}

/**
 * Show the physician's panel in a box.
 * @param {HTMLElement} box
 * @param {import("./reading.js").ReadingData} data
 */
export function createPhysician(box, data) {
  const { editing } = data;
  const model = data.document.verdict.label;
  const head = element("div", { class: "panel-head" });
  const agree = element("button", { type: "button", id: "agree", class: "button", title: _("Agree with the model"), on: { click: () => agreeWithModel() } }, sign("check"), _("Agree"));
  const select = element(
    "select",
    { class: "field", id: "overrule", "aria-label": _("Physician's verdict"), on: { change: (event) => overrule(event.target.value) } },
    element("option", { value: "", text: _("Overrule …") }),
    ...CHOICES.map((label) => element("option", { value: label, text: verdictWords(label) })),
  );
  const comment = element("textarea", {
    class: "field",
    id: "comment",
    rows: "2",
    maxlength: String(LONGEST),
    placeholder: _("Comment"),
    "aria-label": _("Physician's comment"),
  });
  const signing = element("button", { type: "button", id: "sign", class: "button button-primary", on: { click: () => void toggleSignature() } });
  const signed = element("span", { class: "signed-by soft" });
  replace(
    box,
    head,
    element("div", { class: "physician-verdict" }, agree, select),
    comment,
    element("div", { class: "physician-sign" }, signing, signed),
  );

  function agreeWithModel() {
    if (model === "abstained") return;
    const isSame = editing.physician().agrees === true;
    editing.change({ agrees: isSame ? null : true, label: null });
  }

  /** @param {string} label */
  function overrule(label) {
    editing.change(label ? { agrees: label === model, label: /** @type {any} */ (label) } : { agrees: null, label: null });
  }

  async function toggleSignature() {
    flush();
    const own = editing.physician();
    if (own.signed_at || saysAnything(own)) editing.change({ signed: !own.signed_at });
    else if (editing.status() === "looking") editing.change({ signed: true });
    else if (model === "abstained") await askForVerdict();
    else if (await confirmed({ title: _("Sign without a verdict?"), sentence: _("You have neither agreed nor overruled."), action: _("Agree with the model and sign") })) {
      editing.change({ agrees: true, label: null, signed: true });
    }
  }

  async function askForVerdict() {
    const isWilling = await confirmed({
      title: _("There is nothing to sign yet"),
      sentence: _("The model gave no verdict. Choose one of your own or write a comment first."),
      action: _("Choose a verdict"),
    });
    if (isWilling) select.focus();
  }

  /** @type {number | undefined} */
  let resting;
  function flush() {
    clearTimeout(resting);
    if (comment.value !== editing.physician().comment) editing.change({ comment: comment.value });
  }
  comment.addEventListener("input", () => {
    clearTimeout(resting);
    resting = setTimeout(flush, REST_MS);
  });
  comment.addEventListener("blur", flush);
  comment.addEventListener("keydown", (event) => {
    if (event.key === "Escape") comment.blur();
  });

  function follow() {
    const own = editing.physician();
    const isLooking = editing.status() === "looking";
    const label = own.label ?? (own.agrees ? model : null);
    replace(head, element("h2", { class: "panel-title", text: _("Physician") }), label ? verdictMark(label) : element("span", { class: "chip", text: _("no verdict yet") }));
    agree.setAttribute("aria-pressed", String(own.agrees === true));
    select.value = own.label ?? "";
    if (document.activeElement !== comment || isLooking) comment.value = own.comment;
    comment.readOnly = isLooking;
    for (const control of [agree, select, signing]) control.disabled = isLooking;
    agree.disabled ||= model === "abstained";
    signing.textContent = own.signed_at ? _("Withdraw the signature") : _("Sign");
    signing.classList.toggle("button-primary", !own.signed_at);
    signed.textContent = own.signed_at
      ? _("Signed {at} {author}", { at: dateTime(own.signed_at), author: own.author ?? "" })
      : _("Not signed");
  }

  editing.on(follow);
  follow();
  bindKeys(_("Physician's reading"), [
    { keys: ["a"], words: _("Agree with the model"), run: agreeWithModel },
    { keys: ["o"], words: _("Overrule"), run: (event) => { event.preventDefault(); select.focus(); } },
    { keys: ["k"], words: _("Comment"), run: (event) => { event.preventDefault(); comment.focus(); } },
    { keys: ["Ctrl+z", "u"], words: _("Undo"), shown: "Ctrl Z", run: (event) => { event.preventDefault(); void editing.undo(); } },
    { keys: ["Ctrl+enter"], shown: "Ctrl Enter", words: _("Sign or withdraw"), run: () => void toggleSignature() },
  ]);
}
