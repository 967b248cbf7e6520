/**
 * The affected area redrawn by hand on the discs: reversible, fixed, or taken away.
 *
 * The first stroke starts from the model's area; what is drawn is the physician's.
 */

import { element } from "../dom.js";
import { bindKeys } from "../keys.js";
import { _ } from "../words.js";
import { base64Of, N_SAMPLES, placeOf } from "./samples.js";

/** @typedef {import("./store.js").View["brush"]} Brush */

const VALUES = /** @type {Record<Brush, number>} */ ({ off: 0, reversible: 1, fixed: 2, erase: 0 });
const SIZES = [6, 9, 12, 16, 22, 30];

/** Where every sample lies. */
const PLACES = Array.from({ length: N_SAMPLES }, (_each, sample) => placeOf(sample));

/**
 * Return a mask after one dab.
 * @param {Uint8Array} mask
 * @param {{x: number, y: number}} place - On the unit disc, y up.
 * @param {number} reach - Fraction of the disc's radius.
 * @param {number} value
 */
export function dab(mask, place, reach, value) {
  for (let sample = 0; sample < N_SAMPLES; sample += 1) {
    const { x = 0, y = 0 } = PLACES[sample] ?? {};
    if (Math.hypot(x - place.x, y - place.y) <= reach) mask[sample] = value;
  }
}

/**
 * Let the discs be drawn on, and show the tools.
 * @param {HTMLElement} bar
 * @param {import("./discs.js").Discs} discs
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./store.js").ViewStore} view
 */
export function createBrush(bar, discs, data, view) {
  const { editing } = data;
  /** @type {Uint8Array | null} */
  let drawn = null;
  const modes = /** @type {[Brush, string, string][]} */ ([
    ["reversible", _("Reversible"), _("Draw a reversible area")],
    ["fixed", _("Fixed"), _("Draw a fixed area")],
    ["erase", _("Eraser"), _("Take area away")],
  ]);
  const buttons = modes.map(([mode, words, title]) =>
    element("button", { type: "button", title, data: { brush: mode }, on: { click: () => toggle(mode) } },
      element("i", { class: `swatch swatch-${mode}`, "aria-hidden": "true" }), words),
  );
  /** @type {HTMLInputElement} */
  const size = element("input", {
    type: "range", min: "0", max: String(SIZES.length - 1), step: "1",
    "aria-label": _("Size of the brush"), title: _("Size of the brush"),
    on: { input: () => view.set({ brushSize: SIZES[Number(size.value)] ?? 12 }) },
  });
  const away = element("button", { type: "button", class: "button button-quiet button-small", text: _("Back to the model's"), on: { click: () => editing.change({ mask: null }) } });
  bar.append(
    element("span", { class: "tool-name", text: _("Area") }),
    element("div", { class: "segmented segmented-small", role: "group", "aria-label": _("Redraw the affected area") }, ...buttons),
    element("label", { class: "tool" }, element("span", { class: "tool-name", text: _("Brush size") }), size),
    away,
  );

  /** @param {Brush} mode */
  function toggle(mode) {
    view.set({ brush: view.now.brush === mode ? "off" : mode, area: true });
  }

  /** @returns {Uint8Array} */
  function start() {
    const own = editing.mask();
    return own ? Uint8Array.from(own) : Uint8Array.from(data.maps.affected ?? new Uint8Array(N_SAMPLES));
  }

  /**
   * @param {{x: number, y: number}} place
   */
  function stroke(place) {
    if (!drawn) drawn = start();
    dab(drawn, place, view.now.brushSize / 100, VALUES[view.now.brush]);
    preview();
  }

  /** Show what is being drawn before it is saved. */
  function preview() {
    for (const { disc } of discs.shown) {
      const pencil = disc.pointers();
      pencil.clearRect(0, 0, pencil.canvas.width, pencil.canvas.height);
      if (drawn) fillSamples(pencil, disc.circle, drawn);
    }
  }

  function finish() {
    if (!drawn) return;
    const mask = base64Of(drawn);
    drawn = null;
    preview();
    editing.change({ mask });
  }

  for (const { box, disc } of discs.shown) {
    let isDown = false;
    const placeUnder = (/** @type {PointerEvent} */ event) => {
      const frame = box.getBoundingClientRect();
      const { x, y, radius, ratio } = disc.circle;
      return {
        x: ((event.clientX - frame.left) * ratio - x) / radius,
        y: (y - (event.clientY - frame.top) * ratio) / radius,
      };
    };
    box.addEventListener("pointerdown", (event) => {
      if (view.now.brush === "off" || editing.status() === "looking") return;
      event.preventDefault();
      box.focus();
      box.setPointerCapture(event.pointerId);
      isDown = true;
      stroke(placeUnder(event));
    });
    box.addEventListener("pointermove", (event) => {
      if (isDown) stroke(placeUnder(event));
      else if (view.now.brush !== "off") ring(disc, placeUnder(event), view.now.brushSize / 100);
    });
    const up = () => {
      if (isDown) finish();
      isDown = false;
    };
    box.addEventListener("pointerup", up);
    box.addEventListener("pointercancel", up);
    box.addEventListener("keydown", (event) => {
      if ((event.key !== " " && event.key !== "Enter") || view.now.brush === "off" || view.now.cursor < 0) return;
      event.preventDefault();
      const { x = 0, y = 0 } = PLACES[view.now.cursor] ?? {};
      stroke({ x, y });
      finish();
    });
  }

  const follow = () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.brush === view.now.brush)));
    const near = SIZES.findIndex((each) => each >= view.now.brushSize);
    size.value = String(near < 0 ? SIZES.length - 1 : near);
    away.hidden = !editing.mask();
    for (const { box } of discs.shown) box.classList.toggle("is-drawn-on", view.now.brush !== "off");
  };
  view.on(["brush", "brushSize"], follow);
  editing.on(() => {
    follow();
    discs.redraw();
  });
  follow();
  const resize = (/** @type {number} */ by) => {
    const at = Math.max(0, Math.min(SIZES.length - 1, Number(size.value) + by));
    view.set({ brushSize: SIZES[at] ?? 12 });
  };
  bindKeys(_("Affected area"), [
    { keys: ["r"], words: _("Draw a reversible area"), run: () => toggle("reversible") },
    { keys: ["f"], words: _("Draw a fixed area"), run: () => toggle("fixed") },
    { keys: ["x"], words: _("Take area away"), run: () => toggle("erase") },
    { keys: ["7"], words: _("Smaller brush"), run: () => resize(-1) },
    { keys: ["8"], words: _("Larger brush"), run: () => resize(1) },
    { keys: ["Escape"], words: _("Put the brush down"), run: () => view.set({ brush: "off" }) },
  ]);
}

/**
 * @param {import("./disc.js").Disc} disc
 * @param {{x: number, y: number}} place
 * @param {number} reach
 */
function ring(disc, place, reach) {
  const pencil = disc.pointers();
  const { x, y, radius, unit } = disc.circle;
  pencil.beginPath();
  pencil.arc(x + place.x * radius, y - place.y * radius, reach * radius, 0, 2 * Math.PI);
  pencil.lineWidth = 1.5 * unit;
  pencil.strokeStyle = "#fff";
  pencil.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./disc.js").Circle} circle
 * @param {Uint8Array} mask
 */
function fillSamples(pencil, circle, mask) {
  for (const kind of [1, 2]) {
    pencil.beginPath();
    for (let sample = 0; sample < N_SAMPLES; sample += 1) {
      if (mask[sample] !== kind) continue;
      const { radius, angle } = PLACES[sample] ?? { radius: 0, angle: 0 };
      const from = (-(angle - 2.5) * Math.PI) / 180;
      const to = (-(angle + 2.5) * Math.PI) / 180;
      const inner = (radius - 1 / 64) * circle.radius;
      const outer = (radius + 1 / 64) * circle.radius;
      pencil.moveTo(circle.x + inner * Math.cos(from), circle.y + inner * Math.sin(from));
      pencil.arc(circle.x, circle.y, outer, from, to, true);
      pencil.arc(circle.x, circle.y, inner, to, from, false);
    }
    pencil.fillStyle = kind === 1 ? "rgb(255 139 241 / 40%)" : "rgb(255 139 241 / 70%)";
    pencil.fill();
  }
}
