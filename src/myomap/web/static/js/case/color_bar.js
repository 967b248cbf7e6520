/**
 * The bar that says which colour is which value, with the table's name: its upper half
 * pulled with the pointer moves the highest colour, its lower half the lowest.
 */

import { element, replace } from "../dom.js";
import { _, number } from "../words.js";
import { DIFFERENCE_LIMIT, titleOf } from "./display.js";

/**
 * Show the bar of uptake.
 * @param {HTMLElement} box
 * @param {import("./store.js").ViewStore} view
 * @param {import("./display.js").Display} display
 */
export function createUptakeBar(box, view, display) {
  const bar = verticalBar(box, _("Uptake, % of the map's reference"), _("uptake, %"));
  const follow = () => {
    bar.draw(display.table().colors, view.now.low, view.now.high, titleOf(display.table()));
  };
  /** @type {{y: number, end: "low" | "high", value: number} | null} */
  let pulled = null;
  bar.canvas.addEventListener("pointerdown", (event) => {
    const place = bar.canvas.getBoundingClientRect();
    const end = event.clientY < place.top + place.height / 2 ? "high" : "low";
    pulled = { y: event.clientY, end, value: view.now[end] };
    bar.canvas.setPointerCapture(event.pointerId);
  });
  bar.canvas.addEventListener("pointermove", (event) => {
    if (!pulled) return;
    const height = bar.canvas.getBoundingClientRect().height;
    const value = Math.round(pulled.value + ((pulled.y - event.clientY) / height) * 100);
    if (pulled.end === "high") view.set({ high: Math.min(150, Math.max(value, view.now.low + 5)) });
    else view.set({ low: Math.max(0, Math.min(value, view.now.high - 5)) });
  });
  bar.canvas.addEventListener("pointerup", () => (pulled = null));
  view.on(["table", "low", "high"], follow);
  follow();
}

/**
 * Show the bar of the difference between stress and rest.
 * @param {HTMLElement} box
 * @param {import("./display.js").Display} display
 */
export function createDifferenceBar(box, display) {
  const bar = verticalBar(box, _("Stress − rest, percentage points"), _("difference, points"));
  const table = display.byName.get("red-blue") ?? display.table();
  bar.draw(table.colors, -DIFFERENCE_LIMIT, DIFFERENCE_LIMIT, titleOf(table));
}

/**
 * Show the bar of how far uptake is from normal.
 * @param {HTMLElement} box
 * @param {import("./display.js").Display} display
 * @param {number} pointsPerSd
 */
export function createDeviationBar(box, display, pointsPerSd) {
  const bar = verticalBar(box, _("Standard deviations from the normal mean"), _("SD from normal"));
  const table = display.byName.get("red-blue") ?? display.table();
  const reach = DIFFERENCE_LIMIT / pointsPerSd;
  bar.draw(table.colors, -reach, reach, titleOf(table));
}

/**
 * @param {HTMLElement} box
 * @param {string} unit
 * @param {string} short - The unit as it is written on the bar.
 */
function verticalBar(box, unit, short) {
  const canvas = element("canvas", { class: "bar-canvas", width: 1, height: 256, "aria-hidden": "true" });
  const ticks = element("div", { class: "bar-ticks" });
  const name = element("div", { class: "bar-table" });
  box.append(element("div", { class: "bar-column" }, canvas, ticks), name);
  box.title = unit;
  return {
    canvas,
    /**
     * @param {number[][]} colors
     * @param {number} low
     * @param {number} high
     * @param {string} title
     */
    draw(colors, low, high, title) {
      const pencil = canvas.getContext("2d");
      colors.forEach(([red, green, blue], i) => {
        if (!pencil) return;
        pencil.fillStyle = `rgb(${red} ${green} ${blue})`;
        pencil.fillRect(0, 255 - i, 1, 1);
      });
      const labels = [1, 0.75, 0.5, 0.25, 0].map((share) =>
        element("span", { text: number(Math.round(low + share * (high - low))) }),
      );
      replace(ticks, ...labels);
      name.textContent = `${title} · ${short}`;
    },
  };
}
