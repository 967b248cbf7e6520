/**
 * What the case was read from: the picture with the discs that were found on it, or
 * what kind of files they were.
 */

import { element, replace } from "../dom.js";
import { _ } from "../words.js";
import { stateName } from "./state_words.js";

const INK = "#35e0ff";

/**
 * Show the sources in a box.
 * @param {HTMLElement} box
 * @param {import("./types.js").Case} found
 */
export function createSource(box, found) {
  const pictures = found.sources.filter((source) => source.is_picture);
  const once = [...new Map(pictures.map((source) => [source.sha256, source])).values()];
  replace(
    box,
    ...once.map((source) => pictureOf(found, source)),
    element("ul", { class: "source-list" }, ...found.sources.map(lineOf)),
  );
}

/**
 * @param {import("./types.js").Source} source
 */
function lineOf(source) {
  const state = source.state === "stress" ? _("stress") : source.state === "rest" ? _("rest") : "";
  return element(
    "li",
    {},
    element("b", { text: state }),
    ` ${kindWords(source.kind)} `,
    element("code", { class: "soft", text: source.sha256.slice(0, 16), title: `SHA-256 ${source.sha256}` }),
  );
}

/**
 * @param {string} kind
 * @returns {string}
 */
function kindWords(kind) {
  const words = /** @type {Record<string, string>} */ ({
    projections: _("raw projections"),
    "transaxial volume": _("transaxial volume"),
    "short-axis volume": _("short-axis volume"),
    "polar map": _("polar map"),
    picture: _("picture"),
    CT: _("CT"),
    "attenuation map": _("attenuation map"),
  });
  return words[kind] ?? kind;
}

/**
 * @param {import("./types.js").Case} found
 * @param {import("./types.js").Source} source
 */
function pictureOf(found, source) {
  const picture = new Image();
  picture.alt = _("The picture that was read");
  picture.src = `/api/v1/cases/${encodeURIComponent(String(found.id))}/pictures/${encodeURIComponent(source.sha256)}`;
  const canvas = element("canvas", { "aria-hidden": "true" });
  const frame = element("div", { class: "source-picture" }, picture, canvas);
  picture.addEventListener("load", () => {
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const pencil = canvas.getContext("2d");
    if (pencil) for (const disc of source.discs ?? []) drawFound(pencil, disc, picture.naturalWidth);
  });
  const words = (source.discs ?? []).length
    ? _("Dashed: the discs that were found and read.")
    : _("No disc is marked on this picture.");
  return element("figure", { class: "source-figure" }, frame, element("figcaption", { class: "soft", text: words }));
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {import("./types.js").FoundDisc} disc
 * @param {number} width - Of the picture, pixels.
 */
function drawFound(pencil, disc, width) {
  const [x, y] = disc.centre_px;
  const [across, down] = disc.radius_px;
  const stroke = Math.max(1.5, width / 500);
  for (const [wide, ink] of /** @type {[number, string][]} */ ([[2.2 * stroke, "#000"], [stroke, INK]])) {
    pencil.setLineDash([4 * stroke, 3 * stroke]);
    pencil.beginPath();
    pencil.ellipse(x + 0.5, y + 0.5, across, down, 0, 0, 2 * Math.PI);
    pencil.moveTo(x - across / 8, y + 0.5);
    pencil.lineTo(x + across / 8, y + 0.5);
    pencil.moveTo(x + 0.5, y - down / 8);
    pencil.lineTo(x + 0.5, y + down / 8);
    pencil.lineWidth = wide;
    pencil.strokeStyle = ink;
    pencil.stroke();
  }
  if (!disc.state) return;
  const words = stateName(disc.state);
  const size = Math.max(11, down / 7);
  pencil.setLineDash([]);
  pencil.font = `600 ${size}px system-ui, sans-serif`;
  pencil.textAlign = "center";
  pencil.lineWidth = size / 4;
  pencil.strokeStyle = "#000";
  pencil.strokeText(words, x, y - down + size * 1.3);
  pencil.fillStyle = INK;
  pencil.fillText(words, x, y - down + size * 1.3);
}
