/** Bounds of what is said about records; without types, so that a worker may have them alone. */

/** Rows of one page at most. */
export const pageRowsMax = 500

/** Found rows of one search at most. */
export const searchRowsMax = 1_000

/** Characters of a key's or value's text in a row, and of one of its fields; fields of a row. */
export const previewCharsMax = 400
export const fieldCharsMax = 120
export const fieldsMax = 50

/** Characters of a text, and bytes of raw data, that a record's detail carries at most. */
export const detailCharsMax = 512 * 1024
export const detailBytesMax = 256 * 1024

/** Points that a topic's history has at most. */
export const historyMax = 60

/** Topics that the first message carries at most; the patches after it bring the rest. */
export const snapshotTopicsMax = 2_000
