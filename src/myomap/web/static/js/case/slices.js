/**
 * Short, vertical long and horizontal long axis slices, stress above rest, aligned:
 * one canvas of tiles that scroll together.
 */

import { element } from "../dom.js";
import { _ } from "../words.js";
import { bindKeys } from "../keys.js";
import { OUTSIDE, paint } from "./lookup.js";
import { written } from "./layers.js";
import { drawContours, drawMaskEdges } from "./slice_marks.js";
import { cutTile, placeInPlane, PLANES, reachOf, STEPS, volumeOf, voxelAt } from "./slice_planes.js";
import { pencilOf, surfaceIn } from "./surface.js";
import { stateName } from "./state_words.js";

/** @typedef {import("./slice_planes.js").PlaneName} PlaneName */
/** @typedef {import("./slice_planes.js").HeartVolume} HeartVolume */
/** @typedef {import("./slice_planes.js").Reach} Reach */
/** @typedef {import("./types.js").StateName} StateName */

/**
 * @typedef {object} Tile
 * @property {PlaneName} plane
 * @property {StateName} state
 * @property {number} index
 * @property {number} left - Device pixels.
 * @property {number} top
 * @property {number} size
 */

/** CSS pixels for the title of a plane, and for the letters beside its rows. */
const TITLE = 16;
const SIDE = 15;
const GAP = 1;
/** Voxels are coarse: more pixels than these show nothing more, and cost every frame. */
const MOST_PIXELS = 1e6;

/** @type {Record<PlaneName, () => string>} */
const TITLES = {
  short_axis: () => _("Short axis · apex to base"),
  vertical_long: () => _("Vertical long axis · septum to lateral"),
  horizontal_long: () => _("Horizontal long axis · inferior to anterior"),
};

/**
 * Return the states of a study, in the order they are shown.
 * @param {import("./types.js").Slices} slices
 * @returns {Map<StateName, HeartVolume>}
 */
export function volumesOf(slices) {
  /** @type {Map<StateName, HeartVolume>} */
  const found = new Map();
  for (const state of /** @type {StateName[]} */ (["stress", "rest"])) {
    const given = slices[state];
    if (given) found.set(state, volumeOf(given));
  }
  return found;
}

/**
 * Show slices in a box.
 * @param {HTMLElement} box
 * @param {Map<StateName, HeartVolume>} volumes
 * @param {import("./store.js").ViewStore} view
 * @param {{maskOf: () => {mask: Uint8Array | null, ink: string}}} marks
 */
export function createSlices(box, volumes, view, marks) {
  const states = [...volumes.keys()];
  const hearts = [...volumes.values()];
  const reaches = /** @type {Record<PlaneName, Reach>} */ (
    Object.fromEntries(PLANES.map((plane) => [plane, reachOf(plane, hearts)]))
  );
  const half = Math.max(...PLANES.map((plane) => reaches[plane].half));
  for (const plane of PLANES) reaches[plane] = { ...reaches[plane], half };
  /** Slices further than where the wall begins. */
  const scrolled = { short_axis: 0, vertical_long: 0, horizontal_long: 0 };
  /** @type {Tile[]} */
  let tiles = [];
  let levels = new Uint16Array(0);
  /** @type {ImageData | null} */
  let picture = null;
  /** Pixels of the picture for one of the screen. */
  let share = 1;
  /** @type {Uint32Array | null} */
  let lookup = null;
  const host = element("div", {
    class: "slices-canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": _("slices"),
    "aria-label": _("Short, vertical long and horizontal long axis slices, stress above rest. Arrow keys scroll."),
  });
  box.append(host);
  const surface = surfaceIn(host, 3, layout);

  function layout() {
    const { width, height, unit } = surface;
    tiles = [];
    const title = Math.round(TITLE * unit);
    const side = Math.round(SIDE * unit);
    const rows = 2 * states.length;
    const size = Math.floor(Math.min((height - 2 * title) / rows, (width - 2 * side) / 7));
    if (size < 8) return;
    const across = Math.max(2, Math.floor((width - side) / size));
    const right = Math.max(1, Math.floor((width - 2 * side) / size / 2));
    const below = title + states.length * size;
    place("short_axis", side, title, across, size);
    place("vertical_long", side, below + title, right, size);
    place("horizontal_long", width - right * size, below + title, right, size);
    share = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
    picture = new ImageData(Math.ceil(width * share), Math.ceil(height * share));
    Object.assign(surface.canvases[0] ?? {}, { width: picture.width, height: picture.height });
    levels = new Uint16Array(picture.width * picture.height).fill(OUTSIDE);
    cut();
  }

  /**
   * @param {PlaneName} plane
   * @param {number} left
   * @param {number} top
   * @param {number} count
   * @param {number} size
   */
  function place(plane, left, top, count, size) {
    const indices = indicesOf(plane, count);
    states.forEach((state, row) => {
      indices.forEach((index, column) => {
        tiles.push({ plane, state, index, left: left + column * size, top: top + row * size, size: size - GAP });
      });
    });
  }

  /**
   * Return which slices of a plane are shown.
   * @param {PlaneName} plane
   * @param {number} count
   * @returns {number[]}
   */
  function indicesOf(plane, count) {
    const { first, last } = reaches[plane];
    const { along, isReversed } = STEPS[plane];
    const n = hearts[0]?.shape[along] ?? 1;
    const step = Math.max(1, Math.ceil((last - first + 1) / count));
    const spare = Math.floor((count * step - (last - first + 1)) / 2);
    const start = Math.max(0, first - spare) + scrolled[plane] + Math.floor(step / 2);
    const found = Array.from({ length: count }, (_each, i) => start + i * step);
    const shown = found.filter((index) => index >= 0 && index < n);
    return isReversed ? shown.reverse() : shown;
  }

  function cut() {
    for (const { plane, state, index, left, top, size } of tiles) {
      const volume = volumes.get(state);
      if (!volume) continue;
      cutTile(
        volume,
        { plane, index, reach: reaches[plane], isSmooth: view.now.isSmooth },
        {
          levels,
          width: picture?.width ?? 0,
          left: Math.round(left * share),
          top: Math.round(top * share),
          size: Math.round(size * share),
        },
      );
    }
    draw();
    drawOver();
    drawPointer();
  }

  function draw() {
    if (!picture || !lookup) return;
    paint(new Uint32Array(picture.data.buffer), levels, lookup);
    pencilOf(surface, 0).putImageData(picture, 0, 0);
  }

  function drawOver() {
    const pencil = pencilOf(surface, 1);
    pencil.clearRect(0, 0, surface.width, surface.height);
    const { mask, ink } = marks.maskOf();
    for (const tile of tiles) {
      const volume = volumes.get(tile.state);
      if (!volume) continue;
      const scale = { reach: reaches[tile.plane], unit: surface.unit };
      if (mask && view.now.area) drawMaskEdges(pencil, volume, tile, scale, mask, ink);
      if (view.now.contours) drawContours(pencil, volume, tile, scale);
    }
    writeTitles(pencil);
  }

  /** @param {CanvasRenderingContext2D} pencil */
  function writeTitles(pencil) {
    const size = 11 * surface.unit;
    for (const plane of PLANES) {
      const own = tiles.filter((tile) => tile.plane === plane);
      const corner = own[0];
      if (!corner) continue;
      pencil.font = `600 ${size}px system-ui, sans-serif`;
      pencil.textAlign = "left";
      pencil.textBaseline = "middle";
      pencil.fillStyle = "#c3c9cd";
      pencil.fillText(TITLES[plane](), corner.left + 2, corner.top - (TITLE / 2) * surface.unit, surface.width - corner.left - 4);
      states.forEach((state, row) => {
        pencil.save();
        pencil.translate(
          corner.left - (SIDE / 2) * surface.unit,
          corner.top + (row + 0.5) * (corner.size + GAP),
        );
        pencil.rotate(-Math.PI / 2);
        written(pencil, stateName(state), 0, 0, size * 0.95, "#c3c9cd");
        pencil.restore();
      });
    }
  }

  /** Mark where the cursor's sample lies in the slices nearest to it. */
  function drawPointer() {
    const pencil = pencilOf(surface, 2);
    pencil.clearRect(0, 0, surface.width, surface.height);
    const sample = view.now.cursor;
    if (sample < 0) return;
    for (const tile of tiles) {
      const volume = volumes.get(tile.state);
      const voxel = volume?.voxelOfSample?.subarray(3 * sample, 3 * sample + 3);
      if (!volume || !voxel || Number.isNaN(voxel[0])) continue;
      const { x, y, index } = placeInPlane(tile.plane, voxel, volume.shape);
      if (Math.abs(index - tile.index) > stepOf(tile.plane) / 2) continue;
      const reach = reaches[tile.plane];
      const scale = tile.size / (2 * reach.half);
      pencil.beginPath();
      pencil.arc(
        tile.left + (x - reach.x + reach.half) * scale,
        tile.top + (y - reach.y + reach.half) * scale,
        4.5 * surface.unit,
        0,
        2 * Math.PI,
      );
      pencil.lineWidth = 3.4 * surface.unit;
      pencil.strokeStyle = "#000";
      pencil.stroke();
      pencil.lineWidth = 1.7 * surface.unit;
      pencil.strokeStyle = "#fff";
      pencil.stroke();
    }
  }

  /** @param {PlaneName} plane */
  function stepOf(plane) {
    const shown = [...new Set(tiles.filter((tile) => tile.plane === plane).map((tile) => tile.index))];
    return Math.abs((shown[1] ?? 1) - (shown[0] ?? 0)) || 1;
  }

  /**
   * Return what lies under a pointer.
   * @param {{clientX: number, clientY: number}} event
   * @returns {{sample: number, state: StateName, percent: number} | null}
   */
  function under(event) {
    const box = host.getBoundingClientRect();
    const x = (event.clientX - box.left) * surface.ratio;
    const y = (event.clientY - box.top) * surface.ratio;
    const tile = tiles.find(
      ({ left, top, size }) => x >= left && y >= top && x < left + size && y < top + size,
    );
    const volume = tile && volumes.get(tile.state);
    if (!tile || !volume) return null;
    const reach = reaches[tile.plane];
    const scale = (2 * reach.half) / tile.size;
    const voxel = voxelAt(
      tile.plane,
      tile.index,
      Math.round(reach.x - reach.half + (x - tile.left) * scale),
      Math.round(reach.y - reach.half + (y - tile.top) * scale),
      volume.shape,
    );
    if (voxel.some((each, k) => each < 0 || each >= (volume.shape[k] ?? 0))) return null;
    const at = (voxel[0] * volume.shape[1] + voxel[1]) * volume.shape[2] + voxel[2];
    return {
      sample: volume.wallSample?.[at] ?? -1,
      state: tile.state,
      percent: volume.percent[at] ?? 0,
    };
  }

  /**
   * Scroll planes by slices; stress and rest go together.
   * @param {PlaneName[]} planes
   * @param {number} by
   */
  function scroll(planes, by) {
    for (const plane of planes) {
      const n = hearts[0]?.shape[STEPS[plane].along] ?? 1;
      scrolled[plane] = Math.max(-n, Math.min(n, scrolled[plane] + by));
    }
    layout();
  }

  host.addEventListener("pointermove", (event) => {
    const found = under(event);
    view.set({ cursor: found ? found.sample : -1, probe: found });
  });
  host.addEventListener("pointerleave", () => view.set({ cursor: -1, probe: null }));
  host.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = host.getBoundingClientRect();
    const y = (event.clientY - box.top) * surface.ratio;
    const x = (event.clientX - box.left) * surface.ratio;
    const below = y > TITLE * surface.unit + states.length * ((tiles[0]?.size ?? 0) + GAP);
    const plane = !below ? "short_axis" : x < surface.width / 2 ? "vertical_long" : "horizontal_long";
    scroll([plane], Math.sign(event.deltaY) * (STEPS[plane].isReversed ? -1 : 1));
  }, { passive: false });

  bindKeys(_("Slices"), [
    { keys: ["PageDown", "."], words: _("Scroll the slices towards the base"), run: () => scroll(["short_axis"], 1) },
    { keys: ["PageUp", ","], words: _("Scroll the slices towards the apex"), run: () => scroll(["short_axis"], -1) },
    { keys: [">"], words: _("Scroll the long axis slices on"), run: () => scroll(["vertical_long", "horizontal_long"], 1) },
    { keys: ["<"], words: _("Scroll the long axis slices back"), run: () => scroll(["vertical_long", "horizontal_long"], -1) },
    { keys: ["c"], words: _("Contours on or off"), run: () => view.set({ contours: !view.now.contours }) },
  ]);
  host.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    scroll(PLANES, by);
  });
  view.on(["isSmooth"], cut);
  view.on(["contours", "area"], drawOver);
  view.on(["cursor"], drawPointer);

  return {
    /** @param {Uint32Array} given */
    color(given) {
      lookup = given;
      draw();
    },
    drawOver,
  };
}

/** @typedef {ReturnType<typeof createSlices>} SlicesView */
