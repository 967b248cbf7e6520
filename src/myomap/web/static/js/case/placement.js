/**
 * The ventricle's long axis and valve plane moved by hand on the long axis slices; the
 * maps are computed again from there.
 */

import { post } from "../api.js";
import { element, replace } from "../dom.js";
import { followJob } from "../jobs.js";
import { complain } from "../notices.js";
import { _, percent } from "../words.js";
import { paint } from "./lookup.js";
import { axisIn, indexOf, radiusOf, toMillimetres } from "./placement_geometry.js";
import { cutTile, placeInPlane, voxelAt } from "./slice_planes.js";
import { drawContours } from "./slice_marks.js";
import { pencilOf, surfaceIn } from "./surface.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./types.js").StateName} StateName */
/** @typedef {import("./slice_planes.js").HeartVolume} HeartVolume */
/** @typedef {{apex: number[], base: number[]}} Axis - Slice, row, column of both ends. */

const VIEWS = /** @type {const} */ (["vertical_long", "horizontal_long"]);
/** How far an arrow key moves an end, in voxels. */
const NUDGE = 0.33;

/**
 * Open the placement of one state.
 * @param {import("./reading.js").ReadingData} data
 * @param {Map<StateName, HeartVolume>} volumes
 * @param {Uint32Array} lookup
 * @param {StateName} state
 */
export function openPlacement(data, volumes, lookup, state) {
  const volume = volumes.get(state);
  if (!volume) return;
  const found = axisIn(volume);
  const axis = { apex: [...found.apex], base: [...found.base] };
  /** @type {(() => void)[]} */
  const redraws = [];
  const views = VIEWS.map((plane) => viewOf(plane, volume, axis, lookup, () => redraws.forEach((draw) => draw())));
  redraws.push(...views.map((view) => view.draw));
  const told = element("p", { class: "placement-told", role: "status" });
  const run = element("button", { type: "button", class: "button button-primary", text: _("Compute again"), on: { click: () => void compute() } });
  const states = element(
    "div",
    { class: "segmented segmented-small", role: "group", "aria-label": _("State") },
    ...[...volumes.keys()].map((each) =>
      element("button", {
        type: "button", "aria-pressed": String(each === state), text: stateName(each),
        on: { click: () => { dialog.close(); openPlacement(data, volumes, lookup, each); } },
      }),
    ),
  );
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog",
    { class: "dialog dialog-placement", "aria-labelledby": "placement-title" },
    element("div", { class: "panel-head" }, element("h2", { id: "placement-title", text: _("Axis and valve plane") }), states),
    element("p", { class: "soft", text: _("Drag the ends of the long axis: the apex in the middle of the wall, the base in the middle of the valve plane. Arrow keys move an end in focus.") }),
    element("div", { class: "placement-views" }, ...views.map((view) => view.figure)),
    told,
    element(
      "div",
      { class: "dialog-actions" },
      element("button", { type: "button", class: "button button-quiet", text: _("As found"), on: { click: () => {
        Object.assign(axis, { apex: [...found.apex], base: [...found.base] });
        redraws.forEach((draw) => draw());
      } } }),
      element("button", { type: "button", class: "button", text: _("Cancel"), on: { click: () => dialog.close() } }),
      run,
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());

  async function compute() {
    if (!volume) return;
    run.disabled = true;
    try {
      const { job } = await post(`/cases/${encodeURIComponent(String(data.case.id))}/placement`, {
        expected_version: data.editing.version(),
        state,
        apex_mm: toMillimetres(volume, axis.apex),
        base_mm: toMillimetres(volume, axis.base),
        radius_mm: radiusOf(volume),
      });
      await followJob(job, ({ words, fraction }) => {
        const done = fraction === null ? "" : ` ${percent(100 * fraction)}`;
        replace(told, element("span", { text: words + done }), element("progress", { value: fraction ?? undefined, max: "1", "aria-label": _("Progress") }));
      });
      location.reload();
    } catch (error) {
      run.disabled = false;
      replace(told);
      complain(error);
    }
  }

  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Return one slice with the two ends of the axis on it.
 * @param {"vertical_long" | "horizontal_long"} plane
 * @param {HeartVolume} volume
 * @param {Axis} axis
 * @param {Uint32Array} lookup
 * @param {() => void} moved
 */
function viewOf(plane, volume, axis, lookup, moved) {
  const box = element("div", { class: "placement-view" });
  const ends = /** @type {const} */ (["apex", "base"]);
  const handles = ends.map((end) =>
    element("button", { type: "button", class: "placement-handle", data: { end }, "aria-label": end === "apex" ? _("Apex") : _("Middle of the valve plane"), title: end === "apex" ? _("Apex") : _("Middle of the valve plane") }),
  );
  const title = plane === "vertical_long" ? _("Vertical long axis") : _("Horizontal long axis");
  const figure = element("figure", {}, element("figcaption", { text: title }), box);
  const middle = axis.apex.map((each, k) => (each + (axis.base[k] ?? each)) / 2);
  const index = Math.round(placeInPlane(plane, middle, volume.shape).index);
  const reach = { first: 0, last: 0, ...indexOf(plane, volume) };
  const surface = surfaceIn(box, 2, () => {
    picture();
    draw();
  });
  box.append(...handles);

  function picture() {
    const size = surface.width;
    const levels = new Uint16Array(size * surface.height);
    cutTile(volume, { plane, index, reach, isSmooth: true }, { levels, width: size, left: 0, top: 0, size: Math.min(size, surface.height) });
    const image = new ImageData(size, surface.height);
    paint(new Uint32Array(image.data.buffer), levels, lookup);
    pencilOf(surface, 0).putImageData(image, 0, 0);
  }

  /** @param {number[]} voxel */
  function placeOnScreen(voxel) {
    const { x, y } = placeInPlane(plane, voxel, volume.shape);
    const zoom = surface.width / (2 * reach.half);
    return { x: (x - reach.x + reach.half) * zoom, y: (y - reach.y + reach.half) * zoom };
  }

  function draw() {
    const pencil = pencilOf(surface, 1);
    pencil.clearRect(0, 0, surface.width, surface.height);
    const tile = { plane, state: /** @type {const} */ ("stress"), index, left: 0, top: 0, size: surface.width };
    drawContours(pencil, volume, tile, { reach, unit: surface.unit });
    const [apex, base] = [placeOnScreen(axis.apex), placeOnScreen(axis.base)];
    const length = Math.hypot(apex.x - base.x, apex.y - base.y) || 1;
    const half = 0.5 * length;
    const across = { x: (-(apex.y - base.y) / length) * half, y: ((apex.x - base.x) / length) * half };
    for (const [wide, ink] of /** @type {[number, string][]} */ ([[5, "#000"], [2.2, "#ffe14d"]])) {
      pencil.beginPath();
      pencil.moveTo(apex.x, apex.y);
      pencil.lineTo(base.x, base.y);
      pencil.moveTo(base.x - across.x, base.y - across.y);
      pencil.lineTo(base.x + across.x, base.y + across.y);
      pencil.lineWidth = wide * surface.unit;
      pencil.strokeStyle = ink;
      pencil.stroke();
    }
    [apex, base].forEach((place, i) => {
      const handle = handles[i];
      if (!handle) return;
      handle.style.left = `${place.x / surface.ratio}px`;
      handle.style.top = `${place.y / surface.ratio}px`;
    });
  }

  /**
   * @param {"apex" | "base"} end
   * @param {number} x - In the plane, voxels.
   * @param {number} y
   */
  function put(end, x, y) {
    const next = voxelAt(plane, 0, x, y, volume.shape);
    const kept = plane === "vertical_long" ? 2 : 1;
    axis[end] = next.map((value, k) => (k === kept ? axis[end][k] ?? value : value));
    moved();
  }

  handles.forEach((handle, i) => {
    const end = ends[i] ?? "apex";
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
      handle.focus();
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const frame = box.getBoundingClientRect();
      const scale = (2 * reach.half) / frame.width;
      put(end, reach.x - reach.half + (event.clientX - frame.left) * scale, reach.y - reach.half + (event.clientY - frame.top) * scale);
    });
    handle.addEventListener("keydown", (event) => {
      const way = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key];
      if (!way) return;
      event.preventDefault();
      const { x, y } = placeInPlane(plane, axis[end], volume.shape);
      put(end, x + way[0] * NUDGE, y + way[1] * NUDGE);
    });
  });
  return { figure, draw };
}
