/** What a file may hold at most. A file within them is read in bounded time and memory, whatever it claims to be. */
export const spreadsheetLimits = {
  maxFileBytes: 20 * 1024 * 1024,
  /** All parts of an .xlsx file, unpacked. */
  maxUnpackedBytes: 256 * 1024 * 1024,
  /** Parts of an .xlsx file; a workbook has some dozen, and one per sheet and picture. */
  maxParts: 2_000,
  maxRows: 200_000,
  maxColumns: 256,
  /** Characters of a cell, as in Excel. */
  maxCellLength: 32_767,
  /** Characters of all cells: a short file can name one long shared text in every cell. */
  maxTextLength: 64 * 1024 * 1024,
  /** Different texts of an .xlsx file, and its styles of cells, of which Excel has 65,490. */
  maxTexts: 2_000_000,
  maxStyles: 65_536,
  /** One tag, text or comment: a cell's text has 32,767 characters, which XML may write as ten bytes each. */
  maxXmlPieceBytes: 1024 * 1024,
  /** Elements inside each other; a worksheet has 7. */
  maxXmlDepth: 64,
  /** Heap of the process that reads, and all of its memory, with buffers. A file within the limits above takes up to 400 MB. */
  maxHeapMb: 384,
  maxResidentMb: 512,
  /** Time for the next rows. */
  maxStepMs: 30_000,
  /** How long the process is kept for a caller that takes no further rows: at one time, and in sum for a file. */
  maxPauseMs: 10_000,
  maxPausesMs: 120_000,
} as const
