import type { Finding } from './finding.ts'

/** That a person dealt with a finding. */
export type Handled = Readonly<{
  /** Actor, for example `operator:li.na`. */
  by: string
  atMs: number
  note: string
}>

/** A finding as it is kept, by its number in the report. */
export type KeptFinding = Finding & Readonly<{ findingNo: number; handled?: Handled | undefined }>
