/**
 * The samples of a polar map: 32 rings from the apex, 72 angles from lateral,
 * counter-clockwise; sample number = ring × 72 + angle.
 */

import { segmentAt, segmentsOf } from "./segments.js";

export const N_RINGS = 32;
export const N_ANGLES = 72;
export const N_SAMPLES = N_RINGS * N_ANGLES;
export const STEP_DEG = 360 / N_ANGLES;

/**
 * Return the sample at a point of the unit disc (y up), or -1 outside.
 * @param {number} x
 * @param {number} y
 * @returns {number}
 */
export function sampleAt(x, y) {
  const radius = Math.hypot(x, y);
  if (radius > 1) return -1;
  const ring = Math.min(Math.floor(radius * N_RINGS), N_RINGS - 1);
  const turn = Math.round(((Math.atan2(y, x) * 180) / Math.PI + 360) / STEP_DEG);
  return ring * N_ANGLES + (turn % N_ANGLES);
}

/**
 * Return where a sample lies on the unit disc, y up.
 * @param {number} sample
 * @returns {{x: number, y: number, radius: number, angle: number}}
 */
export function placeOf(sample) {
  const radius = (Math.floor(sample / N_ANGLES) + 0.5) / N_RINGS;
  const angle = (sample % N_ANGLES) * STEP_DEG;
  const turn = (angle * Math.PI) / 180;
  return { x: radius * Math.cos(turn), y: radius * Math.sin(turn), radius, angle };
}

/**
 * Return the sample beside another: along the wall or around it.
 * @param {number} sample
 * @param {number} outward - Rings towards the base.
 * @param {number} around - Angles counter-clockwise.
 * @returns {number}
 */
export function neighbourOf(sample, outward, around) {
  let ring = Math.floor(sample / N_ANGLES) + outward;
  let angle = (sample % N_ANGLES) + around;
  if (ring < 0) {
    ring = -1 - ring;
    angle += N_ANGLES / 2;
  }
  ring = Math.min(ring, N_RINGS - 1);
  return ring * N_ANGLES + (((angle % N_ANGLES) + N_ANGLES) % N_ANGLES);
}

/**
 * Return the segment number of every sample.
 * @param {17 | 20} model
 * @returns {Uint8Array}
 */
export function segmentOfSamples(model) {
  const segments = segmentsOf(model);
  const found = new Uint8Array(N_SAMPLES);
  for (let sample = 0; sample < N_SAMPLES; sample += 1) {
    const { radius, angle } = placeOf(sample);
    found[sample] = segmentAt(segments, radius, angle + 0.01)?.number ?? 0;
  }
  return found;
}

/**
 * Return numbers as floats, with NaN where there is none.
 * @param {(number | null)[] | null | undefined} values
 * @returns {Float32Array | null}
 */
export function floats(values) {
  if (!values) return null;
  return Float32Array.from(values, (each) => (each === null ? Number.NaN : each));
}

/**
 * Return bytes of base64.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * Return base64 of bytes.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function base64Of(bytes) {
  let text = "";
  for (const each of bytes) text += String.fromCharCode(each);
  return btoa(text);
}

/**
 * Return the lines around marked samples as pieces of arc and radius.
 * @param {(sample: number) => boolean} isIn
 * @returns {{arcs: [number, number, number][], spokes: [number, number, number][]}}
 *   Arcs: radius, from, to in degrees. Spokes: angle, from, to in radius.
 */
export function outlineOf(isIn) {
  /** @type {[number, number, number][]} */
  const arcs = [];
  /** @type {[number, number, number][]} */
  const spokes = [];
  for (let sample = 0; sample < N_SAMPLES; sample += 1) {
    const ring = Math.floor(sample / N_ANGLES);
    const angle = sample % N_ANGLES;
    const here = isIn(sample);
    const outer = ring + 1 < N_RINGS && isIn(sample + N_ANGLES);
    const middle = angle * STEP_DEG;
    if (here !== outer) {
      arcs.push([(ring + 1) / N_RINGS, middle - STEP_DEG / 2, middle + STEP_DEG / 2]);
    }
    const before = ring * N_ANGLES + ((angle + N_ANGLES - 1) % N_ANGLES);
    if (here !== isIn(before)) {
      spokes.push([middle - STEP_DEG / 2, ring / N_RINGS, (ring + 1) / N_RINGS]);
    }
  }
  return { arcs, spokes };
}
