/**
 * One polar map as a disc of pixels: apex in the centre, anterior up, lateral right.
 *
 * Levels of every pixel are found once a size and a map; a new table or window only
 * looks them up again.
 */

import { BLACK, levelOf, NO_DATA, OUTSIDE, paint } from "./lookup.js";
import { N_ANGLES, N_RINGS, N_SAMPLES, sampleAt, STEP_DEG } from "./samples.js";
import { pencilOf, surfaceIn } from "./surface.js";

/** CSS pixels around the disc, for the names of the walls. */
const MARGIN = 17;

/**
 * Ring and angle of every pixel, as fractions of samples; the same for all discs of
 * one size.
 * @type {Map<string, {ring: Float32Array, angle: Float32Array}>}
 */
const places = new Map();

/**
 * @typedef {object} Circle
 * @property {number} x - Device pixels.
 * @property {number} y
 * @property {number} radius
 * @property {number} ratio - Device pixels of one CSS pixel.
 * @property {number} unit - Device pixels of a line one wide.
 */

/**
 * @param {number} width
 * @param {number} height
 * @param {Circle} circle
 * @returns {{ring: Float32Array, angle: Float32Array}}
 */
function placesOf(width, height, circle) {
  const key = `${width}×${height}×${circle.radius}`;
  const known = places.get(key);
  if (known) return known;
  const ring = new Float32Array(width * height);
  const angle = new Float32Array(width * height);
  for (let row = 0, i = 0; row < height; row += 1) {
    const y = (circle.y - row - 0.5) / circle.radius;
    for (let column = 0; column < width; column += 1, i += 1) {
      const x = (column + 0.5 - circle.x) / circle.radius;
      const radius = Math.hypot(x, y);
      ring[i] = radius > 1.004 ? Number.NaN : Math.min(radius, 1) * N_RINGS - 0.5;
      const turn = (Math.atan2(y, x) * 180) / Math.PI;
      angle[i] = (turn < 0 ? turn + 360 : turn) / STEP_DEG;
    }
  }
  if (places.size > 8) places.clear();
  const found = { ring, angle };
  places.set(key, found);
  return found;
}

/**
 * Return the sample of a ring and an angle, through the centre and around.
 * @param {number} ring
 * @param {number} angle
 * @returns {number}
 */
function around(ring, angle) {
  if (ring < 0) return (angle + N_ANGLES / 2) % N_ANGLES;
  return Math.min(ring, N_RINGS - 1) * N_ANGLES + (angle % N_ANGLES);
}

/**
 * Return the value between four samples; those without data take no part.
 * @param {Float32Array} values
 * @param {number} ring
 * @param {number} angle
 * @returns {number}
 */
function between(values, ring, angle) {
  const low = Math.floor(ring);
  const first = Math.floor(angle);
  const up = ring - low;
  const on = angle - first;
  let sum = 0;
  let weight = 0;
  for (let k = 0; k < 4; k += 1) {
    const i = k >> 1;
    const j = k & 1;
    const value = values[around(low + i, first + j)] ?? Number.NaN;
    const share = (i ? up : 1 - up) * (j ? on : 1 - on);
    if (value === value) {
      sum += share * value;
      weight += share;
    }
  }
  return weight > 0 ? sum / weight : Number.NaN;
}

/**
 * @typedef {object} DiscContent
 * @property {Float32Array | null} values - Of 2304 samples, NaN where there is none.
 * @property {readonly [number, number]} range - That levels are cut from.
 * @property {((sample: number) => boolean) | null} [isBlack]
 * @property {boolean} isSmooth
 */

/**
 * Return a disc in a box.
 * @param {HTMLElement} box
 * @param {(circle: Circle) => void} resized - Draw what lies over the pixels again.
 */
export function createDisc(box, resized) {
  let levels = new Uint16Array(0);
  /** @type {ImageData | null} */
  let picture = null;
  let pixels = new Uint32Array(0);
  /** @type {DiscContent | null} */
  let content = null;
  /** @type {Uint32Array | null} */
  let lookup = null;
  /** @type {Circle} */
  const circle = { x: 0, y: 0, radius: 1, ratio: 1, unit: 1 };

  const surface = surfaceIn(box, 3, ({ width, height, ratio, unit }) => {
    const radius = Math.max(4, Math.min(width, height) / 2 - MARGIN * unit);
    Object.assign(circle, { x: width / 2, y: height / 2, radius, ratio, unit });
    picture = new ImageData(width, height);
    pixels = new Uint32Array(picture.data.buffer);
    levels = new Uint16Array(width * height);
    measure();
    draw();
    resized(circle);
  });

  /** Find the level of every pixel. */
  function measure() {
    if (!content || !picture) return;
    const { values, range, isBlack, isSmooth } = content;
    const { ring, angle } = placesOf(picture.width, picture.height, circle);
    for (let i = 0; i < levels.length; i += 1) {
      const up = ring[i] ?? Number.NaN;
      const on = angle[i] ?? 0;
      if (up !== up) levels[i] = OUTSIDE;
      else {
        const nearest = around(Math.round(up), Math.round(on));
        const known = values?.[nearest] ?? Number.NaN;
        if (known !== known) levels[i] = NO_DATA;
        else if (isBlack?.(nearest)) levels[i] = BLACK;
        else levels[i] = levelOf(isSmooth && values ? between(values, up, on) : known, range);
      }
    }
  }

  function draw() {
    if (!picture || !lookup || !content) return;
    paint(pixels, levels, lookup);
    pencilOf(surface, 0).putImageData(picture, 0, 0);
  }

  return {
    circle,
    /** The pencil for what lies over the pixels, and for what follows the hand. */
    layers: () => pencilOf(surface, 1),
    pointers: () => pencilOf(surface, 2),
    /** @param {DiscContent} given */
    show(given) {
      content = given;
      measure();
      draw();
    },
    /** @param {Uint32Array} given */
    color(given) {
      if (given === lookup) return;
      lookup = given;
      draw();
    },
    /**
     * Return the sample under a pointer, or -1.
     * @param {{clientX: number, clientY: number}} event
     * @returns {number}
     */
    sampleUnder(event) {
      const place = box.getBoundingClientRect();
      const x = (event.clientX - place.left) * circle.ratio - circle.x;
      const y = circle.y - (event.clientY - place.top) * circle.ratio;
      const found = sampleAt(x / circle.radius, y / circle.radius);
      return found < N_SAMPLES ? found : -1;
    },
  };
}

/** @typedef {ReturnType<typeof createDisc>} Disc */
