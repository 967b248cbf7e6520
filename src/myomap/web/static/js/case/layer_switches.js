/**
 * The switches of what is drawn over the discs, and of what their numbers are.
 */

import { element } from "../dom.js";
import { bindKeys } from "../keys.js";
import { _ } from "../words.js";

/** @typedef {import("./store.js").View} View */
/** @typedef {"graticule" | "territories" | "area" | "blackout" | "explanation" | "contours"} Layer */

/**
 * Show the switches in a bar.
 * @param {HTMLElement} bar
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
export function createLayerSwitches(bar, data, view) {
  const { maps, document } = data;
  const hasLimits = Boolean(maps.stress?.is_below ?? maps.rest?.is_below);
  const layers = /** @type {[Layer, string, string, string, boolean][]} */ ([
    ["graticule", _("Segments"), "g", _("Borders of the segments"), true],
    ["territories", _("Arteries"), "y", _("Borders and names of the coronary territories"), true],
    ["area", _("Area"), "d", _("Affected area: the model's dashed, the physician's solid"), true],
    ["blackout", _("Blackout"), "b", _("Below the normal limit in black"), hasLimits],
    ["explanation", _("Explanation"), "h", _("What each segment adds to the probability: full rounds speak for it, dashed against"), Boolean(document.contributions)],
  ]);
  const buttons = layers.map(([layer, words, key, title, isThere]) =>
    element("button", {
      type: "button", text: words, title: `${title} (${key})`, disabled: !isThere, data: { layer },
      on: { click: () => view.set({ [layer]: !view.now[layer] }) },
    }),
  );
  const numbers = numbersSelect(data, view);
  const change = changeSelect(data, view);
  bar.append(
    element("div", { class: "segmented segmented-small", role: "group", "aria-label": _("Layers") }, ...buttons),
    element("label", { class: "tool" }, element("span", { class: "tool-name", text: _("Numbers") }), numbers),
    ...(change ? [element("label", { class: "tool" }, element("span", { class: "tool-name", text: _("Change") }), change)] : []),
    modelSwitch(view),
    smoothSwitch(view),
  );
  const follow = () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(view.now[/** @type {Layer} */ (button.dataset.layer)])));
    numbers.value = view.now.numbers;
    if (change) change.value = view.now.change;
  };
  view.on(["graticule", "territories", "area", "blackout", "explanation", "numbers", "change"], follow);
  follow();
  const cycle = () => {
    const options = Array.from(numbers.options, (each) => each.value);
    view.set({ numbers: /** @type {View["numbers"]} */ (options[(options.indexOf(view.now.numbers) + 1) % options.length]) });
  };
  bindKeys(_("Layers"), [
    ...layers.filter(([, , , , isThere]) => isThere).map(([layer, , key, words]) => ({
      keys: [key], words, run: () => view.set({ [layer]: !view.now[layer] }),
    })),
    { keys: ["n"], words: _("Other numbers in the segments"), run: cycle },
    ...(change ? [{ keys: ["v"], words: _("Change as kinds or as difference"), run: () => view.set({ change: view.now.change === "kinds" ? "difference" : "kinds" }) }] : []),
  ]);
}

/**
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function numbersSelect({ document }, view) {
  const choices = /** @type {[View["numbers"], string][]} */ ([
    ["model", _("Model's scores")],
    ["physician", _("Physician's scores")],
    ["uptake", _("Uptake, %")],
    ["segment", _("Segment numbers")],
    ...(document.contributions ? [["explanation", _("Explanation")]] : []),
    ["none", _("None")],
  ]);
  return element(
    "select",
    { class: "field field-small", id: "numbers", "aria-label": _("Numbers in the segments"), on: { change: (event) => view.set({ numbers: event.target.value }) } },
    ...choices.map(([value, text]) => element("option", { value, text })),
  );
}

/**
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
function changeSelect({ maps }, view) {
  if (!maps.change_kinds || !maps.difference) return null;
  return element(
    "select",
    { class: "field field-small", id: "change", "aria-label": _("What the disc of change shows"), on: { change: (event) => view.set({ change: event.target.value }) } },
    element("option", { value: "kinds", text: _("Reversibility") }),
    element("option", { value: "difference", text: _("Difference") }),
  );
}

/**
 * Return the switch between 17 and 20 segments.
 * @param {import("./store.js").ViewStore} view
 */
export function modelSwitch(view) {
  return twoWays(view, _("Model of segments"), "model", [[17, "17"], [20, "20"]]);
}

/**
 * Return the switch between smooth discs and single samples.
 * @param {import("./store.js").ViewStore} view
 */
export function smoothSwitch(view) {
  return twoWays(view, _("Smooth or by samples"), "isSmooth", [[true, _("Smooth")], [false, _("Samples")]]);
}

/**
 * @param {import("./store.js").ViewStore} view
 * @param {string} title
 * @param {"model" | "isSmooth"} name
 * @param {[any, string][]} ways
 */
function twoWays(view, title, name, ways) {
  const buttons = ways.map(([value, text]) =>
    element("button", { type: "button", text, on: { click: () => view.set({ [name]: value }) } }),
  );
  const follow = () => ways.forEach(([value], i) => buttons[i]?.setAttribute("aria-pressed", String(view.now[name] === value)));
  view.on([name], follow);
  follow();
  return element("div", { class: "segmented segmented-small", role: "group", "aria-label": title, title }, ...buttons);
}
