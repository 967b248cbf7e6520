/**
 * Files from a drop or a chooser, folders walked through, each with its path.
 */

/**
 * @typedef {object} StudyFile
 * @property {string} path - Inside what was dropped, with forward slashes.
 * @property {File} file
 */

/**
 * Return every file of a drop; folders are walked through.
 * @param {DataTransfer} dropped - Only good while its event is being handled.
 * @returns {Promise<StudyFile[]>}
 */
export async function filesOfDrop(dropped) {
  // Entries must be taken before the first await: after it the drop is emptied.
  const entries = [...dropped.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry());
  if (!entries.some(Boolean)) return filesOf(dropped.files);
  const found = await Promise.all(
    entries.map((entry) => (entry ? filesOfEntry(entry) : [])),
  );
  return found.flat();
}

/**
 * Return what was chosen in a field for files or a folder.
 * @param {FileList | null} chosen
 * @returns {StudyFile[]}
 */
export function filesOf(chosen) {
  return [...(chosen ?? [])].map((file) => ({
    path: file.webkitRelativePath || file.name,
    file,
  }));
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<StudyFile[]>}
 */
async function filesOfEntry(entry) {
  if (entry.isFile) {
    const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
    return [{ path: entry.fullPath.replace(/^\/+/, "") || file.name, file }];
  }
  const found = [];
  for (const inside of await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry))) {
    found.push(...(await filesOfEntry(inside)));
  }
  return found;
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((found, failed) => {
    entry.file(found, failed);
  });
}

/**
 * Return everything in a folder; a reader hands it out in parts.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<FileSystemEntry[]>}
 */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const part = await new Promise((got, failed) => {
      reader.readEntries(got, failed);
    });
    if (!part.length) return found;
    found.push(...part);
  }
}

/**
 * Return how a study is called while it is being read.
 * @param {StudyFile[]} files
 * @returns {string}
 */
export function titleOf(files) {
  const [first] = files;
  if (!first) return "";
  const tops = new Set(files.map((each) => each.path.split("/")[0]));
  const [top] = tops;
  return tops.size === 1 && top ? top : first.path;
}
