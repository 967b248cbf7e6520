/**
 * A list of which only the beginning is shown where the rest would push away what
 * stands below it: its end fades, and a button shows all.
 */

import { element } from "../dom.js";
import { _ } from "../words.js";

/**
 * Return a list that can be folded and the button for it, hidden where all fits.
 * @param {HTMLElement} list
 * @param {string} allWords - Of the button while the list is folded.
 * @returns {HTMLElement[]}
 */
export function foldedList(list, allWords) {
  let isOpen = false;
  const button = element("button", {
    type: "button",
    class: "button button-quiet button-small fold",
    "aria-controls": list.id,
    on: { click: () => { isOpen = !isOpen; follow(); } },
  });
  function follow() {
    list.classList.toggle("is-folded", !isOpen);
    const isCut = list.scrollHeight > list.clientHeight + 2;
    list.classList.toggle("is-cut", isCut && !isOpen);
    button.hidden = !isCut && !isOpen;
    button.textContent = isOpen ? _("Show less") : allWords;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) list.scrollTop = 0;
  }
  new ResizeObserver(follow).observe(list);
  follow();
  return [list, button];
}
