/**
 * What is drawn over a disc's pixels: each layer by itself, none by colour alone.
 */

import { _ } from "../words.js";
import { labelPlace, segmentAt } from "./segments.js";
import { N_ANGLES, N_RINGS, outlineOf, STEP_DEG } from "./samples.js";

/** @typedef {import("./disc.js").Circle} Circle */
/** @typedef {import("./segments.js").Segment} Segment */

const RADIAN = Math.PI / 180;

/** Lines and hatches of what is affected: the model's dashed, the physician's solid. */
export const MODEL_INK = "#35e0ff";
export const PHYSICIAN_INK = "#ff8bf1";

/**
 * Add an arc that runs counter-clockwise, as angles on the map do.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {number} radius
 * @param {number} from
 * @param {number} to
 */
function arc(pencil, circle, radius, from, to) {
  const length = radius * circle.radius;
  pencil.moveTo(
    circle.x + length * Math.cos(from * RADIAN),
    circle.y - length * Math.sin(from * RADIAN),
  );
  pencil.arc(circle.x, circle.y, length, -from * RADIAN, -to * RADIAN, true);
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {number} angle
 * @param {number} from
 * @param {number} to
 */
function spoke(pencil, circle, angle, from, to) {
  const x = Math.cos(angle * RADIAN) * circle.radius;
  const y = -Math.sin(angle * RADIAN) * circle.radius;
  pencil.moveTo(circle.x + from * x, circle.y + from * y);
  pencil.lineTo(circle.x + to * x, circle.y + to * y);
}

/**
 * Draw a path twice: a dark edge, then the ink, to be seen on any colour.
 * @param {CanvasRenderingContext2D} pencil
 * @param {number} width
 * @param {string} ink
 * @param {() => void} path
 * @param {string} [edge]
 */
function inked(pencil, width, ink, path, edge = "rgb(0 0 0 / 60%)") {
  for (const [wide, color] of /** @type {[number, string][]} */ ([
    [width * 1.9, edge],
    [width, ink],
  ])) {
    pencil.beginPath();
    path();
    pencil.lineWidth = wide;
    pencil.strokeStyle = color;
    pencil.stroke();
  }
}

/**
 * Draw the rim and the names of the walls.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 */
export function drawRim(pencil, circle) {
  pencil.beginPath();
  pencil.arc(circle.x, circle.y, circle.radius, 0, 2 * Math.PI);
  pencil.lineWidth = 2 * circle.unit;
  pencil.strokeStyle = "#8d959b";
  pencil.stroke();
  const size = wallSize(circle);
  pencil.font = `600 ${size}px system-ui, sans-serif`;
  pencil.fillStyle = "#c3c9cd";
  pencil.textAlign = "center";
  pencil.textBaseline = "middle";
  const away = circle.radius + 4.5 * circle.unit + size / 2;
  for (const [name, x, y, turn] of /** @type {[string, number, number, number][]} */ ([
    [_("ANT"), 0, -1, 0],
    [_("SEPT"), -1, 0, -1],
    [_("INF"), 0, 1, 0],
    [_("LAT"), 1, 0, 1],
  ])) {
    pencil.save();
    pencil.translate(circle.x + x * away, circle.y + y * away);
    pencil.rotate((turn * Math.PI) / 2);
    pencil.fillText(name, 0, 0);
    pencil.restore();
  }
}

/** @param {Circle} circle */
const wallSize = (circle) =>
  Math.max(8.5 * circle.unit, Math.min(11 * circle.unit, circle.radius * 0.075));

/**
 * Draw the borders between segments; between territories thicker and dashed.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {Segment[]} segments
 * @param {{graticule: boolean, territories: boolean, isDark: boolean}} wanted
 */
export function drawBorders(pencil, circle, segments, wanted) {
  /** @type {(() => void)[]} */
  const thin = [];
  /** @type {(() => void)[]} */
  const thick = [];
  for (const { start, sweep, inner, outer, territory } of segments) {
    if (sweep < 360) {
      const beside = segmentAt(segments, (inner + outer) / 2, start - 0.1);
      const line = () => spoke(pencil, circle, start, inner, outer);
      (beside?.territory === territory ? thin : thick).push(line);
    }
    if (outer >= 1) continue;
    for (let from = start; from < start + sweep - 0.01; from += 15) {
      const beyond = segmentAt(segments, outer + 0.001, from + 7.5);
      const line = () => arc(pencil, circle, outer, from, from + 15);
      (beyond?.territory === territory ? thin : thick).push(line);
    }
  }
  const ink = wanted.isDark ? "#3b4146" : "rgb(255 255 255 / 85%)";
  const edge = wanted.isDark ? "rgb(255 255 255 / 45%)" : "rgb(0 0 0 / 45%)";
  const width = Math.max(0.9 * circle.unit, circle.radius * 0.005);
  const draw = (/** @type {(() => void)[]} */ lines) => () => lines.forEach((each) => each());
  if (wanted.graticule) inked(pencil, width, ink, draw([...thin, ...thick]), edge);
  if (wanted.territories) {
    inked(pencil, 2.6 * width, ink, draw(thick), edge);
    drawTerritoryNames(pencil, circle);
  }
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 */
function drawTerritoryNames(pencil, circle) {
  const size = wallSize(circle) * 1.05;
  pencil.font = `700 ${size}px system-ui, sans-serif`;
  for (const [name, angle] of /** @type {[string, number][]} */ ([
    ["LAD", 118],
    ["LCX", 332],
    ["RCA", 212],
  ])) {
    const radius = circle.radius * 0.93;
    written(
      pencil,
      name,
      circle.x + radius * Math.cos(angle * RADIAN),
      circle.y - radius * Math.sin(angle * RADIAN),
      size,
    );
  }
}

/**
 * Write a short text that is read on any colour.
 * @param {CanvasRenderingContext2D} pencil
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} size - Device pixels.
 * @param {string} [ink]
 * @param {string} [edge]
 */
export function written(pencil, text, x, y, size, ink = "#fff", edge = "rgb(0 0 0 / 80%)") {
  pencil.textAlign = "center";
  pencil.textBaseline = "middle";
  pencil.lineJoin = "round";
  pencil.lineWidth = size * 0.26;
  pencil.strokeStyle = edge;
  pencil.strokeText(text, x, y);
  pencil.fillStyle = ink;
  pencil.fillText(text, x, y);
}

/**
 * Write a word into every segment.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {Segment[]} segments
 * @param {(segment: Segment) => {text: string, ink?: string | undefined, beside?: string} | null} told
 * @param {boolean} [isOnLight] - Whether the disc is mostly bright.
 */
export function drawNumbers(pencil, circle, segments, told, isOnLight = false) {
  const size = Math.max(10 * circle.unit, circle.radius * 0.088);
  pencil.font = `600 ${size}px system-ui, sans-serif`;
  for (const segment of segments) {
    const label = told(segment);
    if (!label) continue;
    const { x, y } = labelPlace(segment);
    written(
      pencil,
      label.text,
      circle.x + x * circle.radius,
      circle.y - y * circle.radius,
      size,
      isOnLight ? label.ink ? "#8a0f80" : "#101214" : label.ink,
      isOnLight ? "rgb(255 255 255 / 80%)" : undefined,
    );
    if (label.beside) writtenBeside(pencil, circle, { x, y, size, text: label.beside }, isOnLight);
  }
}

/**
 * Write a small number beside a segment's own.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {{x: number, y: number, size: number, text: string}} what
 * @param {boolean} isOnLight
 */
function writtenBeside(pencil, circle, { x, y, size, text }, isOnLight) {
  const own = pencil.font;
  const small = 0.72 * size;
  pencil.font = `500 ${small}px system-ui, sans-serif`;
  written(
    pencil,
    text,
    circle.x + x * circle.radius + 0.75 * size,
    circle.y - y * circle.radius + 0.3 * size,
    small,
    isOnLight ? "#101214" : undefined,
    isOnLight ? "rgb(255 255 255 / 80%)" : undefined,
  );
  pencil.font = own;
}

/**
 * Draw a white line around what lies below the limit.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {(sample: number) => boolean} isIn
 */
export function drawBlackoutLine(pencil, circle, isIn) {
  drawOutline(pencil, circle, isIn, { ink: "#fff", dash: [], width: 1.1 });
}

/**
 * Draw an affected area: reversible hatched one way, fixed both ways.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {Uint8Array | number[]} mask
 * @param {{ink: string, isDashed: boolean}} manner
 */
export function drawArea(pencil, circle, mask, manner) {
  const dash = manner.isDashed ? [5 * circle.unit, 3.5 * circle.unit] : [];
  for (const kind of [1, 2]) {
    hatch(pencil, circle, (sample) => mask[sample] === kind, {
      ink: manner.ink,
      isCrossed: kind === 2,
      leansLeft: manner.isDashed,
    });
    drawOutline(pencil, circle, (sample) => mask[sample] === kind, {
      ink: manner.ink,
      dash,
      width: manner.isDashed ? 1.3 : 2.6,
    });
  }
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {(sample: number) => boolean} isIn
 * @param {{ink: string, dash: number[], width: number}} manner
 */
function drawOutline(pencil, circle, isIn, { ink, dash, width }) {
  const { arcs, spokes } = outlineOf(isIn);
  if (!arcs.length && !spokes.length) return;
  pencil.save();
  pencil.lineCap = dash.length ? "butt" : "round";
  inked(pencil, width * circle.unit, ink, () => {
    for (const [radius, from, to] of arcs) arc(pencil, circle, radius, from, to);
    for (const [angle, from, to] of spokes) spoke(pencil, circle, angle, from, to);
  });
  pencil.restore();
}

/**
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {(sample: number) => boolean} isIn
 * @param {{ink: string, isCrossed: boolean, leansLeft: boolean}} manner
 */
function hatch(pencil, circle, isIn, { ink, isCrossed, leansLeft }) {
  pencil.save();
  pencil.beginPath();
  for (let ring = 0; ring < N_RINGS; ring += 1) {
    for (let angle = 0; angle < N_ANGLES; angle += 1) {
      if (isIn(ring * N_ANGLES + angle)) cell(pencil, circle, ring, angle);
    }
  }
  pencil.clip();
  const step = 13 * circle.unit;
  const reach = 2 * circle.radius;
  pencil.beginPath();
  for (let at = -reach; at <= reach; at += step) {
    const leans = isCrossed ? [1, -1] : [leansLeft ? -1 : 1];
    for (const lean of leans) {
      pencil.moveTo(circle.x + at - reach * lean, circle.y + reach);
      pencil.lineTo(circle.x + at + reach * lean, circle.y - reach);
    }
  }
  pencil.globalAlpha = 0.45;
  pencil.lineWidth = 0.9 * circle.unit;
  pencil.strokeStyle = ink;
  pencil.stroke();
  pencil.restore();
}

/**
 * Add the cell of a sample to the path.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {number} ring
 * @param {number} angle
 */
function cell(pencil, circle, ring, angle) {
  const from = -(angle - 0.5) * STEP_DEG * RADIAN;
  const to = -(angle + 0.5) * STEP_DEG * RADIAN;
  const inner = (ring / N_RINGS) * circle.radius;
  const outer = ((ring + 1) / N_RINGS) * circle.radius;
  pencil.moveTo(circle.x + inner * Math.cos(from), circle.y + inner * Math.sin(from));
  pencil.lineTo(circle.x + outer * Math.cos(from), circle.y + outer * Math.sin(from));
  pencil.arc(circle.x, circle.y, outer, from, to, true);
  pencil.lineTo(circle.x + inner * Math.cos(to), circle.y + inner * Math.sin(to));
  pencil.arc(circle.x, circle.y, inner, to, from, false);
}

/**
 * Draw what each segment adds to a probability: a round whose area is the amount,
 * filled where it speaks for, open where it speaks against, with the points in it.
 * @param {CanvasRenderingContext2D} pencil
 * @param {Circle} circle
 * @param {Segment[]} segments - Of 17.
 * @param {number[]} points - Of probability, one a segment.
 */
export function drawExplanation(pencil, circle, segments, points) {
  const most = Math.max(0.05, ...points.map(Math.abs));
  segments.forEach((segment, i) => {
    const value = points[i] ?? 0;
    if (Math.abs(value) < 0.005) return;
    const { x, y } = labelPlace(segment);
    const radius = circle.radius * 0.115 * Math.sqrt(Math.abs(value) / most);
    inked(
      pencil,
      1.8 * circle.unit,
      value > 0 ? "#ffe14d" : "#9fd0ff",
      () => {
        pencil.setLineDash(value > 0 ? [] : [3 * circle.unit, 3 * circle.unit]);
        const place = [circle.x + x * circle.radius, circle.y - y * circle.radius];
        pencil.moveTo((place[0] ?? 0) + radius, place[1] ?? 0);
        pencil.arc(place[0] ?? 0, place[1] ?? 0, radius, 0, 2 * Math.PI);
      },
    );
    pencil.setLineDash([]);
  });
}
