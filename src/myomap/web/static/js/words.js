/**
 * Words, numbers and dates in the language of the page.
 *
 * English is the source: a sentence is its own key. The other languages come from
 * the catalogue that pages are translated with, fetched once before anything shows.
 */

/** The language of the page: "en" or "ru". */
export const language = document.documentElement.lang || "en";

/** @type {Record<string, string | string[]>} */
const translations = await translationsOf(language);
const forms = new Intl.PluralRules(language);
const NARROW_SPACE = "\u202f";

/**
 * Return what the catalogue of a language holds; nothing where it cannot be had.
 * @param {string} wanted
 * @returns {Promise<Record<string, string | string[]>>} Plurals go by their English
 *   form for one.
 */
async function translationsOf(wanted) {
  if (wanted === "en") return {};
  try {
    const answer = await fetch(`/static-words/${encodeURIComponent(wanted)}.json`);
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

/**
 * Return the translation of a sentence, if there is one.
 * @param {string} sentence
 * @returns {string | string[] | undefined}
 */
function translated(sentence) {
  return Object.hasOwn(translations, sentence) ? translations[sentence] : undefined;
}

/**
 * Put values where a sentence names them in braces.
 * @param {string} sentence
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
function filled(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/**
 * Return a sentence in the language of the page.
 * @param {string} sentence - In English; `{name}` is filled from the values.
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function _(sentence, values) {
  const found = translated(sentence);
  return filled(typeof found === "string" ? found : sentence, values);
}

/**
 * Return the form of a sentence that goes with a number, with `{n}` filled.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function ngettext(one, many, n, values = {}) {
  const found = translated(one);
  const form = Array.isArray(found) ? found[formOf(n, found.length)] : undefined;
  return filled(form ?? (n === 1 ? one : many), { n: number(n, 0), ...values });
}

/**
 * Return which of a language's forms a number takes, in the catalogue's order.
 * @param {number} n
 * @param {number} count
 * @returns {number}
 */
function formOf(n, count) {
  const order = count > 2 ? ["one", "few", "many"] : ["one", "other"];
  const place = order.indexOf(forms.select(Math.abs(Math.trunc(n))));
  return place < 0 ? count - 1 : Math.min(place, count - 1);
}

/**
 * Return a name that fits a line: what is cut out is its middle, for names of files
 * differ at their ends.
 * @param {string} name
 * @param {number} [most] - Characters.
 * @returns {string}
 */
export function shortened(name, most = 24) {
  const letters = [...name];
  if (letters.length <= most) return name;
  const last = Math.floor((most - 1) / 2);
  return `${letters.slice(0, most - 1 - last).join("")}…${letters.slice(-last).join("")}`;
}

/**
 * Return a number with the language's decimal mark and a true minus sign.
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export function number(value, digits = 0) {
  const rounded = Number(value.toFixed(digits)) + 0;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(rounded === 0 ? 0 : rounded)
    .replace("-", "\u2212");
}

/**
 * Return a percentage, the sign set off as the language does.
 * @param {number} value - 0 to 100.
 * @param {number} [digits]
 * @returns {string}
 */
export function percent(value, digits = 0) {
  return `${number(value, digits)}${NARROW_SPACE}%`;
}

/**
 * Return a range as two numbers and a dash.
 * @param {number} low
 * @param {number} high
 * @param {number} [digits]
 * @returns {string}
 */
export function range(low, high, digits = 0) {
  return `${number(low, digits)}\u2013${number(high, digits)}`;
}

/**
 * Return a day as the language writes it; an empty string for none.
 * @param {string | null | undefined} iso - `2026-11-24` or with a time.
 * @returns {string}
 */
export function date(iso) {
  const day = dayOf(iso);
  return day
    ? day.toLocaleDateString(language === "en" ? "en-GB" : language, {
        day: "2-digit",
        month: language === "en" ? "short" : "2-digit",
        year: "numeric",
      })
    : "";
}

/**
 * Return a day and a time of this machine's clock; an empty string for none.
 * @param {string | null | undefined} iso
 * @returns {string}
 */
export function dateTime(iso) {
  const day = dayOf(iso);
  if (!day) return "";
  const clock = day.toLocaleTimeString(language === "en" ? "en-GB" : language, {
    hour: "2-digit",
    minute: "2-digit",
  });
  return `${date(iso)} ${clock}`;
}

/**
 * Return how long ago a moment was, in words.
 * @param {string | null | undefined} iso
 * @returns {string}
 */
export function ago(iso) {
  const day = dayOf(iso);
  if (!day) return "";
  const minutes = (day.getTime() - Date.now()) / 60000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  if (Math.abs(minutes) < 60) return words.format(Math.round(minutes), "minute");
  if (Math.abs(minutes) < 24 * 60) return words.format(Math.round(minutes / 60), "hour");
  if (Math.abs(minutes) < 7 * 24 * 60) {
    return words.format(Math.round(minutes / 1440), "day");
  }
  return date(iso);
}

/**
 * Return a moment; a bare day is a day here, wherever here is.
 * @param {string | null | undefined} iso
 * @returns {Date | null}
 */
function dayOf(iso) {
  if (!iso) return null;
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00` : iso);
  return Number.isNaN(day.getTime()) ? null : day;
}
