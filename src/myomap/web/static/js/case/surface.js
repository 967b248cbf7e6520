/**
 * Canvases laid over each other in one box, as sharp as the screen is.
 */

import { element } from "../dom.js";

/**
 * @typedef {object} Surface
 * @property {HTMLCanvasElement[]} canvases - From the lowest up.
 * @property {number} width - Device pixels.
 * @property {number} height
 * @property {number} ratio - Device pixels of one CSS pixel.
 * @property {number} unit - Device pixels of what is one pixel on a small screen: lines and
 *   letters grow with the page's own.
 */

/**
 * Return a surface that follows the size of its box.
 * @param {HTMLElement} box
 * @param {number} count - How many canvases.
 * @param {(surface: Surface) => void} resized - Called at once and after every change.
 * @returns {Surface}
 */
export function surfaceIn(box, count, resized) {
  const canvases = Array.from({ length: count }, () =>
    element("canvas", { class: "surface", "aria-hidden": "true" }),
  );
  box.append(...canvases);
  /** @type {Surface} */
  const surface = { canvases, width: 0, height: 0, ratio: 1, unit: 1 };
  const watcher = new ResizeObserver(() => {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.clientWidth * ratio));
    const height = Math.max(1, Math.round(box.clientHeight * ratio));
    if (width === surface.width && height === surface.height) return;
    const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 14;
    Object.assign(surface, { width, height, ratio, unit: (ratio * letter) / 14 });
    for (const canvas of canvases) Object.assign(canvas, { width, height });
    resized(surface);
  });
  watcher.observe(box);
  return surface;
}

/**
 * Return the pencil of one canvas.
 * @param {Surface} surface
 * @param {number} index
 * @returns {CanvasRenderingContext2D}
 */
export function pencilOf(surface, index) {
  const found = surface.canvases[index]?.getContext("2d");
  if (!found) throw new Error("This browser draws no canvas.");
  return found;
}
