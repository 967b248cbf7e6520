/**
 * Elements made from data. Text is set as text alone: no string ever becomes markup.
 */

/**
 * @typedef {object} Traits
 * @property {string} [class]
 * @property {string} [text]
 * @property {Record<string, string>} [data]
 * @property {Record<string, (event: any) => void>} [on]
 */

/**
 * Return a new element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Traits & Record<string, any>} [traits] - `class`, `text`, `data`, `on`; any
 *   other is an attribute: true sets it bare, false, null and undefined leave it out.
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, traits = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) give(made, name, value);
  made.append(...shown(children));
  return made;
}

/**
 * Set one trait of an element.
 * @param {HTMLElement} made
 * @param {string} name
 * @param {any} value
 */
function give(made, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") made.className = value;
  else if (name === "text") made.textContent = value;
  else if (name === "data") Object.assign(made.dataset, value);
  else if (name === "on") {
    for (const [event, run] of Object.entries(value)) {
      made.addEventListener(event, /** @type {EventListener} */ (run));
    }
  } else made.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Return the children that are there.
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {(Node | string)[]}
 */
function shown(children) {
  return /** @type {(Node | string)[]} */ (
    children.filter((child) => child !== null && child !== undefined && child !== false)
  );
}

/**
 * Put new children in the place of the old.
 * @param {Element} parent
 * @param {...(Node | string | null | undefined | false)} children
 */
export function replace(parent, ...children) {
  parent.replaceChildren(...shown(children));
}

/**
 * Return the element of that name, which the page must have.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} [kind]
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!found || (kind && !(found instanceof kind))) {
    throw new Error(`The page has no #${id} of that kind.`);
  }
  return /** @type {Kind} */ (found);
}

/** Where the signs lie: beside the folder of scripts. */
const SIGNS = new URL("../signs.svg", import.meta.url).pathname;

/**
 * Return a drawn sign, for the eye alone.
 * @param {string} name - As in static/signs.svg.
 * @returns {SVGSVGElement}
 */
export function sign(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", "sign");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${SIGNS}#${name}`);
  drawn.append(use);
  return drawn;
}
