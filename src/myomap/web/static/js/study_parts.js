/** Files of several patients, parted as they lay: each folder and each zip a study. */

/** @typedef {import("./dropped_files.js").StudyFile} StudyFile */

/**
 * Return the studies that were dropped side by side.
 * @param {StudyFile[]} files
 * @returns {StudyFile[][]} None where they do not lie in folders or zips of their own.
 */
export function partsOf(files) {
  /** @type {Map<string, StudyFile[]>} */
  const found = new Map();
  for (const each of files) {
    const [top = "", ...below] = each.path.split("/");
    const isOwn = below.length > 0 || /\.zip$/i.test(top);
    // Loose files are one study: nothing tells which of them belong together.
    const name = isOwn ? top : "";
    found.set(name, [...(found.get(name) ?? []), each]);
  }
  return found.size > 1 ? [...found.values()] : [];
}
