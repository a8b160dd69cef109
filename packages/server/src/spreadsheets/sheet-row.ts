import type { FileProblem } from './file-problem.ts'

/** A row that is not blank. Its values are texts; a missing one is blank. */
export type SheetRow = Readonly<{
  /** Number from 1; lines of a text, rows of a sheet. */
  line: number
  values: readonly string[]
  /** Why its values must not be used. */
  fault?: CellFault
}>

/** `column` in letters; absent if the whole row is meant. */
export type CellFault = Readonly<{ column?: string; zh: string; en: string }>

/** What reading a file comes to, in this order: its sheet, rows, and either the end or why there is none. */
export type FileMessage =
  /** `digest`: SHA-256 of the file, in hexadecimal. */
  | Readonly<{ kind: 'sheet'; name: string | undefined; digest: string }>
  | Readonly<{ kind: 'rows'; rows: readonly SheetRow[] }>
  | Readonly<{ kind: 'end'; count: number }>
  | Readonly<{ kind: 'refused'; problem: FileProblem }>
