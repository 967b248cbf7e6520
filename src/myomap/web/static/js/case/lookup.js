/**
 * From a quantity to a display colour, without arithmetic at the pixel: quantities are
 * cut into levels once, and a lookup gives each level its colour for the table and
 * the window of the moment.
 */

/** Levels of a quantity; the last three stand for no data, black and outside. */
export const N_LEVELS = 4096;
export const NO_DATA = N_LEVELS;
export const BLACK = N_LEVELS + 1;
export const OUTSIDE = N_LEVELS + 2;
const SIZE = N_LEVELS + 3;

/** Range of uptake and of differences that levels are cut from, in percent. */
export const UPTAKE_RANGE = /** @type {const} */ ([0, 160]);
export const DIFFERENCE_RANGE = /** @type {const} */ ([-100, 100]);

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 * @param {number} [opacity]
 * @returns {number}
 */
export function packed(red, green, blue, opacity = 255) {
  return isLittleEndian
    ? ((opacity << 24) | (blue << 16) | (green << 8) | red) >>> 0
    : ((red << 24) | (green << 16) | (blue << 8) | opacity) >>> 0;
}

/**
 * Return the level of a value.
 * @param {number} value
 * @param {readonly [number, number]} range
 * @returns {number}
 */
export function levelOf(value, range) {
  if (Number.isNaN(value)) return NO_DATA;
  const share = (value - range[0]) / (range[1] - range[0]);
  return Math.max(0, Math.min(N_LEVELS - 1, Math.floor(share * N_LEVELS)));
}

/**
 * Return the colour of every level.
 * @param {number[][]} colors - 256 colours from the lowest to the highest.
 * @param {number} low - Value of the lowest colour.
 * @param {number} high
 * @param {readonly [number, number]} range - That levels are cut from.
 * @returns {Uint32Array}
 */
export function lookupOf(colors, low, high, range) {
  const found = new Uint32Array(SIZE);
  const inks = colors.map(([red = 0, green = 0, blue = 0]) => packed(red, green, blue));
  const step = (range[1] - range[0]) / N_LEVELS;
  const width = Math.max(high - low, 1e-6);
  for (let level = 0; level < N_LEVELS; level += 1) {
    const value = range[0] + (level + 0.5) * step;
    const entry = Math.floor(((value - low) / width) * 256);
    found[level] = inks[Math.max(0, Math.min(255, entry))] ?? 0;
  }
  found[NO_DATA] = packed(128, 128, 128);
  found[BLACK] = packed(0, 0, 0);
  found[OUTSIDE] = 0;
  return found;
}

/**
 * Fill a picture from its levels.
 * @param {Uint32Array} pixels
 * @param {Uint16Array} levels
 * @param {Uint32Array} lookup
 */
export function paint(pixels, levels, lookup) {
  const n = levels.length;
  for (let i = 0; i < n; i += 1) pixels[i] = lookup[levels[i]];
}
