/**
 * What the reading screen is told by the reading room, as types alone.
 *
 * @typedef {"stress" | "rest"} StateName
 * @typedef {"normal" | "ischemia" | "infarction" | "mixed" | "abnormal" | "abstained" | "nondiagnostic"} Label
 *
 * @typedef {object} StateMap
 * @property {(number | null)[]} uptake_percent - 2304 samples, ring by ring from the apex.
 * @property {(number | null)[] | null} [deviation] - Standard deviations below the normal mean.
 * @property {boolean[] | null} [is_below]
 *
 * @typedef {object} Maps
 * @property {StateMap | null} stress
 * @property {StateMap | null} rest
 * @property {(number | null)[] | null} difference
 * @property {number[] | null} affected - 0 none, 1 reversible, 2 fixed.
 * @property {number[] | null} change_kinds - By rule: 0 none, 1 reversible, 2 fixed, 3 at rest only.
 * @property {string | null} [physician_mask] - Base64 of 2304 bytes, as `affected`.
 *
 * @typedef {number[][]} Polylines - Each x, y, x, y, ...
 * @typedef {{endocardium: Polylines, epicardium: Polylines}} SliceContours
 * @typedef {{short_axis: SliceContours[], vertical_long: SliceContours[], horizontal_long: SliceContours[]}} Contours
 *
 * @typedef {object} Placement
 * @property {number[]} apex_mm
 * @property {number[]} base_mm
 * @property {number} radius_mm
 *
 * @typedef {object} StateSlices
 * @property {[number, number, number]} shape - Slices from apex to base, rows, columns.
 * @property {number} voxel_mm
 * @property {number} maximum - Counts that the highest number stands for.
 * @property {number} [reference] - Counts of 100 %.
 * @property {string} counts - Base64 of little-endian 16-bit numbers.
 * @property {string} [wall_sample]
 * @property {Contours} contours
 * @property {number[][]} [affine]
 * @property {boolean} [is_placed] - Whether it leads to the patient's millimetres.
 * @property {Placement} [long_axis]
 *
 * @typedef {Record<StateName, StateSlices | null>} Slices
 *
 * @typedef {object} PhysicianReading
 * @property {Record<StateName, Record<string, number>>} scores - Only those changed.
 * @property {string | null} mask_sha256
 * @property {Record<StateName, Placement | null>} [placements]
 * @property {Label | null} label
 * @property {boolean | null} agrees
 * @property {string} comment
 * @property {string} [author]
 * @property {string | null} signed_at
 *
 * @typedef {{version: number, author: string, at: string, what: string, reading_number: number}} HistoryEntry
 * @typedef {{tpd_percent: number | null, extent_percent: number | null, summed_score: number | null}} Figures
 * @typedef {Record<StateName | "change", Figures | null> & {number: number, label: Label, by_hand: StateName[]}} KeptReading
 * @typedef {{centre_px: [number, number], radius_px: [number, number], state?: StateName | null}} FoundDisc
 * @typedef {{sha256: string, kind: string, state: StateName | null, is_picture: boolean, discs: FoundDisc[]}} Source
 *
 * @typedef {object} Case
 * @property {string | number} id
 * @property {number} version
 * @property {import("../api.js").CaseRow} row
 * @property {any} document - Of the schema myomap.reading/1.
 * @property {string[]} cautions - Each once, in the page's language.
 * @property {string[]} doubts - Of the verdict.
 * @property {string[]} suspected - Territories in which the network alone suspects a defect.
 * @property {string | null} limits - Of whom the normal limits are.
 * @property {KeptReading[]} readings - The automatic one first; empty while there is no other.
 * @property {PhysicianReading | null} physician
 * @property {string | null} [physician_mask]
 * @property {boolean} [can_undo]
 * @property {HistoryEntry[]} history
 * @property {import("../api.js").CaseRow[]} priors
 * @property {Source[]} sources
 * @property {{arrays: boolean, slices: StateName[]}} has
 * @property {(string | number)[]} [same_as] - Other cases of the same files, the newest first.
 * @property {boolean} [has_name] - Whether there is a name to print.
 *
 * @typedef {{name: string, title?: string, colors: number[][]}} ColorTable
 */

export {};
