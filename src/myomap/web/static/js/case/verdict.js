/**
 * The model's reading: cautions first, then probabilities as intervals, what speaks for
 * them, the rule beside the network, and the figures.
 */

import { element, replace, sign } from "../dom.js";
import { verdictMark, verdictWords } from "../verdicts.js";
import { _, ngettext, number, percent, range } from "../words.js";
import { foldedList } from "./folded_list.js";
import { SEGMENTS_17 } from "./segments.js";

const FINDINGS = /** @type {const} */ (["abnormal", "ischemia", "infarction"]);

/** @returns {string} */
export const signs = () => document.body.querySelector(".reading")?.getAttribute("data-signs") ?? "";

/**
 * Show the cautions of a reading.
 * @param {HTMLElement} box
 * @param {string[]} cautions
 */
export function showCautions(box, cautions) {
  const title = cautions.length
    ? ngettext("{n} caution", "{n} cautions", cautions.length)
    : _("No cautions");
  replace(
    box,
    element("h2", { class: "panel-title" }, cautions.length > 0 && sign("warning"), title),
    ...(cautions.length ? foldedList(cautionList(cautions), ngettext("Show {n} caution", "Show all {n} cautions", cautions.length)) : []),
  );
  box.classList.toggle("has-cautions", cautions.length > 0);
}

/**
 * Return whether a caution asks for what a field of the dialog for studies takes.
 * @param {string} words
 */
function namesField(words) {
  const fields = [
    _("Sex"),
    _("Age, years"),
    _("Attenuation correction"),
    _("Maps of a picture, row by row"),
    _("Colour table of a picture"),
    _("Range of its colour bar"),
    _("What is known of it"),
  ];
  return fields.some((name) => words.includes(`“${name}”`) || words.includes(`«${name}»`));
}

/** @param {string[]} cautions */
function cautionList(cautions) {
  return element(
    "ul",
    { class: "cautions", id: "caution-list" },
    ...cautions.map((words) => element("li", { text: words })),
    cautions.some(namesField) &&
      element("li", { class: "caution-answer", text: _("Answer in “Add a study” → “What is known of it” when the study is given again.") }),
  );
}

/**
 * Show the model's verdict.
 * @param {HTMLElement} box
 * @param {import("./types.js").Case} found
 * @param {import("./store.js").ViewStore} view
 */
export function showVerdict(box, { document, doubts }, view) {
  const { verdict, rule, provenance } = document;
  const isLearned = Boolean(provenance.model);
  replace(
    box,
    element(
      "div",
      { class: "panel-head" },
      element("h2", { class: "panel-title", text: isLearned ? _("Model") : _("Rule by normal limits") }),
      verdictMark(verdict.label),
    ),
    verdict.probability.abnormal === null ? null : probabilities(verdict),
    ...doubts.map((words) => element("p", { class: "reason doubt" }, sign("warning"), element("span", { text: words }))),
    rule && isLearned ? ruleLine(verdict.label, rule) : null,
    ...ownReasons(verdict, isLearned).map((reason) => element("p", { class: "reason", text: reason })),
    document.contributions && verdict.label !== "abstained" ? speaksFor(document, view) : null,
  );
}

/**
 * Return the reasons that the screen does not draw already.
 * @param {any} verdict
 * @param {boolean} isLearned
 * @returns {string[]}
 */
function ownReasons(verdict, isLearned) {
  return isLearned && verdict.label !== "abstained" ? [] : verdict.reasons;
}

/** @type {Record<string, () => string>} */
const FINDING_WORDS = {
  abnormal: () => _("Abnormal"),
  ischemia: () => _("Ischemia"),
  infarction: () => _("Infarction"),
};

/** @param {any} verdict */
function probabilities(verdict) {
  return element(
    "dl",
    { class: "probabilities" },
    ...FINDINGS.flatMap((name) => {
      const value = verdict.probability[name];
      if (value === null || value === undefined) return [];
      const [low, high] = verdict.interval?.[name] ?? [value, value];
      const words = FINDING_WORDS[name]?.() ?? name;
      const bar = element("span", { class: "probability-bar", data: { finding: name }, "aria-hidden": "true" });
      const reach = element("i", { class: "probability-reach" });
      reach.style.insetInlineStart = `${100 * low}%`;
      reach.style.width = `${100 * (high - low)}%`;
      const point = element("i", { class: "probability-point" });
      point.style.insetInlineStart = `${100 * value}%`;
      bar.append(reach, point);
      return [
        element("dt", { text: words }),
        element(
          "dd",
          {},
          bar,
          element("b", { text: shown(value) }),
          element("span", { class: "soft", text: range(Math.floor(100 * low), Math.ceil(100 * high)), title: _("interval, %") }),
        ),
      ];
    }),
  );
}

/**
 * Return a probability that never claims certainty by rounding.
 * @param {number} value
 * @returns {string}
 */
function shown(value) {
  if (value > 0.99) return `> ${percent(99)}`;
  if (value < 0.01) return `< ${percent(1)}`;
  return percent(100 * value);
}

/**
 * @param {string} label
 * @param {any} rule
 */
function ruleLine(label, rule) {
  if (label === "abstained") {
    return element(
      "p",
      { class: "rule-line", title: rule.reasons.join("\n") },
      element("span", { class: "soft", text: _("Rule by normal limits") }),
      element("b", { text: verdictWords(rule.label) }),
    );
  }
  const saysNormal = (/** @type {string} */ told) => told === "normal" || told === "abstained";
  const agrees = saysNormal(label) === saysNormal(rule.label);
  const isSame = label === rule.label;
  const words = isSame ? _("agrees") : agrees ? _("agrees that it is not normal") : _("disagrees");
  return element(
    "p",
    { class: agrees ? "rule-line" : "rule-line rule-disagrees", title: rule.reasons.join("\n") },
    element("span", { class: "soft", text: _("Rule by normal limits") }),
    element("b", { text: verdictWords(rule.label) }),
    element("span", { class: "rule-agreement" }, sign(agrees ? "check" : "warning"), agrees && saysNormal(label) ? _("agrees") : words),
  );
}

/**
 * Show what speaks for a finding: the segments that add most to it.
 * @param {any} document
 * @param {import("./store.js").ViewStore} view
 */
function speaksFor(document, view) {
  const list = element("ul", { class: "contributions" });
  const buttons = FINDINGS.map((name) =>
    element("button", { type: "button", data: { finding: name }, text: FINDING_WORDS[name]?.() ?? name, on: { click: () => view.set({ finding: name }) } }),
  );
  const follow = () => {
    const { finding } = view.now;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.finding === finding)));
    replace(list, ...contributionLines(document.contributions[finding]));
  };
  view.on(["finding"], follow);
  follow();
  return element(
    "section",
    { class: "speaks", "aria-label": _("What speaks for it") },
    element(
      "div",
      { class: "panel-head" },
      element("h3", { text: _("What speaks for it"), title: _("Points of probability that each segment adds, against the maps this patient would have without disease") }),
      element("div", { class: "segmented segmented-small", role: "group", "aria-label": _("Finding") }, ...buttons),
    ),
    list,
  );
}

/**
 * @param {number[]} values - Of 17 segments.
 * @returns {HTMLElement[]}
 */
function contributionLines(values) {
  const ranked = values
    .map((value, i) => ({ value, segment: SEGMENTS_17[i] }))
    .filter(({ value }) => Math.abs(value) >= 0.005)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const most = Math.abs(ranked[0]?.value ?? 1);
  if (!ranked.length) return [element("li", { class: "soft", text: _("No segment adds a point.") })];
  return ranked.slice(0, 12).map(({ value, segment }) => {
    const bar = element("i", { class: value > 0 ? "contribution-bar" : "contribution-bar speaks-against", "aria-hidden": "true" });
    bar.style.width = `${(100 * Math.abs(value)) / most}%`;
    const points = Math.round(100 * value);
    return element(
      "li",
      { title: value > 0 ? _("speaks for it") : _("speaks against it") },
      element("span", { class: "contribution-name", text: `${segment?.number} ${segment?.name}` }),
      element("span", { class: "contribution-track" }, bar),
      element("b", { class: "number", text: points > 0 ? `+${number(points)}` : number(points) }),
    );
  });
}
