/**
 * What the screen shows, in one place: parts set it and are told what changed.
 */

const KEPT = "myomap.view";

/**
 * @typedef {object} View
 * @property {string} table
 * @property {number} low - Percent of the lowest colour.
 * @property {number} high
 * @property {boolean} isSmooth
 * @property {17 | 20} model
 * @property {"none" | "uptake" | "model" | "physician" | "segment" | "explanation"} numbers
 * @property {"abnormal" | "ischemia" | "infarction"} finding - Which is explained.
 * @property {boolean} graticule
 * @property {boolean} territories
 * @property {boolean} area
 * @property {boolean} blackout
 * @property {boolean} contours
 * @property {boolean} explanation
 * @property {"kinds" | "difference"} change
 * @property {number} cursor - Sample, or -1.
 * @property {"off" | "reversible" | "fixed" | "erase"} brush
 * @property {number} brushSize - Percent of the disc's radius.
 * @property {{sample: number, state: "stress" | "rest", percent: number} | null} probe - Under
 *   the pointer in a slice.
 */

/** @type {View} */
const FIRST = {
  table: "inferno",
  low: 0,
  high: 100,
  isSmooth: true,
  model: 17,
  numbers: "model",
  finding: "abnormal",
  graticule: true,
  territories: false,
  area: true,
  blackout: false,
  contours: true,
  explanation: false,
  change: "kinds",
  cursor: -1,
  brush: "off",
  brushSize: 12,
  probe: null,
};

/** @type {(keyof View)[]} */
const REMEMBERED = [
  "table", "low", "high", "isSmooth", "model", "graticule", "territories", "area",
  "blackout", "contours", "change", "brushSize",
];

/** @returns {Partial<View>} */
function remembered() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    /** @type {Record<string, any>} */
    const known = {};
    for (const name of REMEMBERED) {
      if (typeof found?.[name] === typeof FIRST[name]) known[name] = found[name];
    }
    return known;
  } catch {
    return {};
  }
}

/**
 * Return the screen's one view.
 */
export function createView() {
  /** @type {View} */
  const now = { ...FIRST, ...remembered() };
  /** @type {{names: (keyof View)[], told: () => void}[]} */
  const listeners = [];

  return {
    now,
    /**
     * Be told when one of some settings changed.
     * @param {(keyof View)[]} names
     * @param {() => void} told
     */
    on(names, told) {
      listeners.push({ names, told });
    },
    /**
     * Change settings.
     * @param {Partial<View>} changes
     */
    set(changes) {
      const changed = /** @type {(keyof View)[]} */ (Object.keys(changes)).filter(
        (name) => now[name] !== changes[name],
      );
      if (!changed.length) return;
      Object.assign(now, changes);
      if (changed.some((name) => REMEMBERED.includes(name))) keep(now);
      for (const { names, told } of listeners) {
        if (names.some((name) => changed.includes(name))) told();
      }
    },
  };
}

/** @typedef {ReturnType<typeof createView>} ViewStore */

/** @type {number | undefined} */
let waiting;

/**
 * Remember settings on this machine, when the hand rests.
 * @param {View} now
 */
function keep(now) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    try {
      localStorage.setItem(
        KEPT,
        JSON.stringify(Object.fromEntries(REMEMBERED.map((name) => [name, now[name]]))),
      );
    } catch {
      // A browser that keeps nothing shows the defaults next time.
    }
  }, 400);
}
