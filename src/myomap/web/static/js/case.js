/**
 * The reading screen: one case, and on demand an earlier study beside it.
 */

import { get } from "./api.js";
import { shownName } from "./case_rows.js";
import { compareWithPrior } from "./compare.js";
import { byId, element, replace } from "./dom.js";
import { bindKeys } from "./keys.js";
import { neighbour } from "./neighbours.js";
import { complain, say } from "./notices.js";
import { _, date } from "./words.js";
import { createBeside } from "./case/beside.js";
import { createBrush } from "./case/brush.js";
import { createDeviationBar, createDifferenceBar, createUptakeBar } from "./case/color_bar.js";
import { joinCursor, segmentOf } from "./case/cursor.js";
import { createDiscs, POINTS_PER_SD } from "./case/discs.js";
import { createDisplay } from "./case/display.js";
import { createFigures } from "./case/figures.js";
import { createHistory } from "./case/history.js";
import { PHYSICIAN_INK, MODEL_INK } from "./case/layers.js";
import { createLayerSwitches, modelSwitch, smoothSwitch } from "./case/layer_switches.js";
import { createPhysician } from "./case/physician.js";
import { placedChip } from "./case/placed.js";
import { openPlacement } from "./case/placement.js";
import { readingOf } from "./case/reading.js";
import { createReportMenu } from "./case/report_menu.js";
import { createSlices, volumesOf } from "./case/slices.js";
import { createSource } from "./case/source.js";
import { createView } from "./case/store.js";
import { createTabs } from "./case/tabs.js";
import { createValuesTable } from "./case/values_table.js";
import { showCautions, showVerdict } from "./case/verdict.js";

const page = byId("reading");
const id = page.dataset.case ?? "";
const beside = page.dataset.beside ?? "";
const view = createView();
/** Of the other cases of the same files. */
const MOST_NAMED = 20;

/** @param {import("./case/reading.js").ReadingData} data */
function showHead({ document: found, case: { row, same_as = [] } }) {
  const name = shownName(row);
  replace(
    byId("case-name"),
    element("h1", { class: "case-name", text: name, title: name }),
    element("span", { class: "soft", text: date(row.study_date) }),
    row.is_simulated && !name.startsWith(_("Simulated")) && element("span", { class: "chip", text: _("Simulated") }),
    placedChip(found),
    sameFiles(same_as),
  );
  document.title = `${name} · myomap`;
}

/**
 * Lead to the newest of the other cases that hold the same files.
 * @param {(string | number)[]} others
 */
function sameFiles(others) {
  const [newest] = others;
  if (newest === undefined) return null;
  const words = _("Same files: case {id}", { id: newest });
  return element(
    "span",
    { class: "soft", title: _("The same files were given before or since: cases {ids}", { ids: others.slice(0, MOST_NAMED).join(", ") }) },
    element("a", { href: `/cases/${encodeURIComponent(newest)}`, text: words }),
    others.length > 1 && ` +${others.length - 1}`,
  );
}

/** @param {import("./case/reading.js").ReadingData} data */
function showStatus({ editing }) {
  const place = byId("save-state");
  const words = {
    saved: () => (editing.version() > 1 ? _("Saved · v{version}", { version: editing.version() }) : _("As read")),
    saving: () => _("Saving …"),
    unsaved: () => _("Not saved yet: kept in this browser"),
    looking: () => _("Older version"),
  };
  const follow = () => {
    place.textContent = words[editing.status()]();
    place.dataset.state = editing.status();
    place.dataset.version = String(editing.version());
  };
  editing.on(follow);
  follow();
}

/** @param {1 | -1} step */
async function goTo(step) {
  try {
    const next = await neighbour(step);
    if (next) location.assign(`/cases/${encodeURIComponent(next)}`);
    else say(step > 0 ? _("This is the last case of the list.") : _("This is the first case of the list."));
  } catch (error) {
    complain(error);
  }
}

/**
 * Show slices, the source and the versions, one at a time.
 * @param {import("./case/reading.js").ReadingData} data
 * @param {import("./case/display.js").Display} display
 * @param {import("./case/types.js").Slices} given
 */
function showLower(data, display, given) {
  const places = { slices: byId("slices"), source: byId("source"), history: byId("history") };
  const volumes = volumesOf(given);
  const tabs = [
    { id: "slices", words: _("Slices"), panel: places.slices },
    { id: "source", words: _("Source"), panel: places.source },
    { id: "history", words: _("Versions"), panel: places.history },
  ].filter((tab) => tab.id !== "slices" || volumes.size);
  if (!volumes.size) places.slices.hidden = true;
  const open = createTabs(byId("tabs"), tabs, _("What lies below the discs"));
  createSource(places.source, data.case);
  createHistory(places.history, byId("older"), data);
  const shownKeys = tabs.map((tab, i) => ({ keys: [`Ctrl+${i + 1}`], words: tab.words, run: () => open(tab.id) }));
  bindKeys(_("Panels"), shownKeys);
  const place = byId("place");
  place.hidden = !volumes.size || Object.values(given).some((each) => each?.is_placed === false);
  if (!volumes.size) return;
  const slices = createSlices(places.slices, volumes, view, {
    maskOf: () => {
      const own = data.editing.mask();
      if (own) return { mask: own, ink: PHYSICIAN_INK };
      return { mask: data.maps.affected ? Uint8Array.from(data.maps.affected) : null, ink: MODEL_INK };
    },
  });
  /** @type {Uint32Array} */
  let uptake = new Uint32Array(0);
  display.onPaint((lookups) => {
    uptake = lookups.uptake;
    slices.color(uptake);
  });
  data.editing.on(slices.drawOver);
  const openPlace = () => openPlacement(data, volumes, uptake, volumes.has("stress") ? "stress" : "rest");
  place.addEventListener("click", openPlace);
  if (!place.hidden) bindKeys(_("Ventricle"), [{ keys: ["l"], words: _("Move axis and valve plane"), run: openPlace }]);
}

/** @param {import("./case/reading.js").ReadingData} data */
function showSide(data) {
  showCautions(byId("cautions"), data.case.cautions);
  showVerdict(byId("verdict"), data.case, view);
  createFigures(byId("figures"), data);
  createPhysician(byId("physician"), data);
}

/**
 * @param {import("./case/reading.js").ReadingData} data
 * @param {Promise<import("./case/types.js").Slices>} slicesAsked
 */
function bindCase(data, slicesAsked) {
  byId("undo").addEventListener("click", () => void data.editing.undo());
  const follow = () => {
    const isFresh = data.editing.version() === data.case.version && data.editing.status() === "saved";
    byId("undo", HTMLButtonElement).disabled = isFresh && data.case.can_undo === false;
  };
  data.editing.on(follow);
  follow();
  byId("compare").addEventListener("click", () => void compareWithPrior(id));
  byId("compare").hidden = !data.case.priors.length;
  const openReport = createReportMenu(byId("report", HTMLDetailsElement), data, slicesAsked);
  bindKeys(_("Case"), [
    { keys: ["j"], words: _("Next case of the list"), run: () => void goTo(1) },
    { keys: ["J"], words: _("Previous case of the list"), run: () => void goTo(-1) },
    { keys: ["q"], words: _("Back to the list"), run: () => location.assign("/") },
    { keys: ["i"], words: _("Compare with a prior study"), run: () => void compareWithPrior(id) },
    { keys: ["p"], words: _("Report"), run: openReport },
  ]);
}

/** @param {import("./case/reading.js").ReadingData} data */
function hasScores({ document: { perfusion } }) {
  const segments = (perfusion.stress ?? perfusion.rest)?.segments ?? [];
  return segments.some((/** @type {any} */ each) => each.score !== null);
}

async function showReading() {
  // All at once: what comes last is shown last.
  const slicesAsked = get(`/cases/${encodeURIComponent(id)}/slices`);
  slicesAsked.catch(() => null);
  const [data, display] = await Promise.all([readingOf(id), createDisplay(byId("display"), view)]);
  showHead(data);
  bindCase(data, slicesAsked);
  createUptakeBar(byId("uptake-bar"), view, display);
  if (!hasScores(data)) view.set({ numbers: "uptake" });
  const discs = createDiscs(byId("discs"), data, view);
  display.onPaint(discs.color);
  const differenceBar = byId("difference-bar");
  const hasDeviation = discs.shown.some(({ name }) => name === "deviation");
  if (hasDeviation) createDeviationBar(differenceBar, display, POINTS_PER_SD);
  else createDifferenceBar(differenceBar, display);
  const isOfKinds = () => view.now.change === "kinds" && Boolean(data.maps.change_kinds);
  const showBar = () => (differenceBar.hidden = !hasDeviation && (!data.maps.difference || isOfKinds()));
  view.on(["change"], showBar);
  showBar();
  createLayerSwitches(byId("layers"), data, view);
  createBrush(byId("brush"), discs, data, view);
  joinCursor(discs, data, view, byId("readout"));
  createValuesTable(byId("values"), data, view, (sample) => (sample < 0 ? 0 : segmentOf(sample, 17)?.number ?? 0));
  showSide(data);
  showStatus(data);
  await data.editing.takeUp();
  showLower(data, display, await slicesAsked);
  document.body.dataset.ready = "true";
}

async function showBeside() {
  const [now, prior, display] = await Promise.all([
    readingOf(id),
    readingOf(beside),
    createDisplay(byId("display"), view),
  ]);
  showHead(now);
  createUptakeBar(byId("uptake-bar"), view, display);
  createDifferenceBar(byId("difference-bar"), display);
  byId("display").append(modelSwitch(view), smoothSwitch(view));
  byId("readout").textContent = _("Point at a disc to read both studies there. Press ? for all keys.");
  createBeside({ discs: byId("beside-discs"), side: byId("beside-side"), readout: byId("readout") }, now, prior, view, display);
  bindKeys(_("Layers"), [
    { keys: ["g"], words: _("Borders of the segments"), run: () => view.set({ graticule: !view.now.graticule }) },
    { keys: ["y"], words: _("Borders and names of the coronary territories"), run: () => view.set({ territories: !view.now.territories }) },
  ]);
  bindKeys(_("Case"), [{ keys: ["q"], words: _("Back to the reading"), run: () => location.assign(`/cases/${encodeURIComponent(id)}`) }]);
  document.body.dataset.ready = "true";
}

try {
  await (beside ? showBeside() : showReading());
} catch (error) {
  complain(error);
}
