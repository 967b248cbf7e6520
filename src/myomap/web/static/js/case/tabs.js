/**
 * Panels of which one is shown, chosen by tabs.
 */

import { element } from "../dom.js";

/**
 * Show tabs for panels.
 * @param {HTMLElement} bar
 * @param {{id: string, words: string, panel: HTMLElement}[]} tabs
 * @param {string} label
 * @returns {(id: string) => void} Opens a tab.
 */
export function createTabs(bar, tabs, label) {
  const buttons = tabs.map(({ id, words, panel }) => {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${id}`);
    if (!panel.id) panel.id = `panel-${id}`;
    return element("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel.id, text: words, on: { click: () => open(id) },
    });
  });
  const list = element("div", { class: "segmented segmented-small", role: "tablist", "aria-label": label }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex(({ panel }) => !panel.hidden);
    const next = (at + by + tabs.length) % tabs.length;
    open(tabs[next]?.id ?? "");
    buttons[next]?.focus();
  });
  bar.append(list);

  /** @param {string} id */
  function open(id) {
    tabs.forEach((tab, i) => {
      tab.panel.hidden = tab.id !== id;
      buttons[i]?.setAttribute("aria-selected", String(tab.id === id));
      buttons[i]?.setAttribute("tabindex", tab.id === id ? "0" : "-1");
    });
  }
  open(tabs[0]?.id ?? "");
  return open;
}
