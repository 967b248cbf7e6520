/**
 * The report to take away: in English or Russian, as a page or as DICOM.
 */

import { element } from "../dom.js";
import { complain } from "../notices.js";
import { _, language } from "../words.js";

/** @type {[string, () => string][]} */
const KINDS = [
  ["pdf", () => _("PDF, to sign")],
  ["html", () => _("Web page")],
  ["txt", () => _("Plain text")],
  ["json", () => _("JSON")],
  ["sr.dcm", () => _("DICOM structured report")],
  ["seg.dcm", () => _("DICOM segmentation of the area")],
  ["sc.dcm", () => _("DICOM picture of the key page")],
  ["pdf.dcm", () => _("DICOM with the PDF inside")],
];

/**
 * Take a report; say why where there is none of that kind.
 * @param {MouseEvent} event
 */
async function take(event) {
  const link = event.currentTarget;
  if (!(link instanceof HTMLAnchorElement) || link.href.startsWith("blob:")) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    if (answer.ok) hand(await answer.blob(), link.download);
    else complain(new Error((await answer.json().catch(() => null))?.error?.message ?? ""));
  } catch {
    complain(new Error(_("The reading room does not answer. Is it still running?")));
  } finally {
    link.removeAttribute("aria-busy");
  }
}

/**
 * Let the browser save a file.
 * @param {Blob} file
 * @param {string} name
 */
function hand(file, name) {
  const href = URL.createObjectURL(file);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Return why no segmentation can be made of a case; nothing where it can.
 * @param {import("./reading.js").ReadingData} data
 * @param {import("./types.js").Slices | null} slices - Null until they have come.
 * @returns {string}
 */
function segmentationLacks({ case: found, maps, editing }, slices) {
  if (!found.has.slices.includes("stress")) return _("No stress volume was read.");
  if (slices?.stress?.is_placed === false) return _("The slices do not tell where they lie in the patient.");
  const area = editing.mask() ?? maps.affected;
  return area?.some(Boolean) ? "" : _("No area is affected.");
}

/**
 * Fill the menu of reports.
 * @param {HTMLDetailsElement} menu
 * @param {import("./reading.js").ReadingData} data
 * @param {Promise<import("./types.js").Slices>} slicesAsked
 * @returns {() => void} Opens it.
 */
export function createReportMenu(menu, data, slicesAsked) {
  const { id } = data.case;
  const isNameKnown = data.case.has_name !== false;
  let wanted = language;
  /** @type {import("./types.js").Slices | null} */
  let slices = null;
  const named = element("input", { type: "checkbox", id: "report-named", disabled: !isNameKnown, "aria-describedby": "report-named-told", on: { change: () => choose(wanted) } });
  const why = element("p", { class: "menu-told soft", id: "report-seg-told" });
  const links = KINDS.map(([kind, words]) => ({
    kind,
    link: element("a", {
      class: "menu-line",
      download: `report.${kind}`,
      text: words(),
      data: { kind },
      on: { click: (event) => void take(event) },
    }),
  }));
  const buttons = ["en", "ru"].map((each) =>
    element("button", { type: "button", lang: each, text: each === "en" ? "English" : "Русский", on: { click: () => choose(each) } }),
  );

  /** @param {string} chosen */
  function choose(chosen) {
    wanted = chosen;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.lang === wanted)));
    for (const { kind, link } of links) {
      link.href = `/api/v1/cases/${encodeURIComponent(String(id))}/report.${kind}?lang=${wanted}${named.checked ? "&named=true" : ""}`;
    }
    offerSegmentation();
  }

  function offerSegmentation() {
    const link = links.find(({ kind }) => kind === "seg.dcm")?.link;
    const lacks = segmentationLacks(data, slices);
    why.hidden = !lacks;
    why.textContent = lacks;
    if (!link) return;
    link.setAttribute("aria-disabled", String(Boolean(lacks)));
    if (lacks) link.removeAttribute("href");
  }

  menu.append(
    element(
      "div",
      { class: "menu-sheet" },
      element("div", { class: "segmented segmented-small", role: "group", "aria-label": _("Language of the report") }, ...buttons),
      element("label", { class: "menu-choice" }, named, element("span", { text: _("Print the name") })),
      element("p", { class: "menu-told soft", id: "report-named-told", text: isNameKnown ? _("Else the pseudonym is printed. A report with a name is to be kept as safe as the study. DICOM files carry the identity of their study either way.") : _("No name is known of this case: the pseudonym is printed.") }),
      ...links.flatMap(({ kind, link }) => (kind === "seg.dcm" ? [link, why] : [link])),
    ),
  );
  choose(wanted);
  data.editing.on(() => choose(wanted));
  slicesAsked.then((given) => {
    slices = given;
    choose(wanted);
  }, () => null);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (menu.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  return () => {
    menu.open = true;
    links[0]?.link.focus();
  };
}
