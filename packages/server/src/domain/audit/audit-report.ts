import type { CheckpointVerdict } from './checkpoint.ts'

/** Something that is not as it was written. Never names a phone, a card or a secret. */
export type Finding = Readonly<{
  table: string
  /** Which rows, as far as can be told. */
  key: string
  problem: string
}>

/** What the history of a seller, or the store beside it, came to. */
export type ChainVerdict =
  /** `events`: number of the newest event */
  | Readonly<{ kind: 'intact'; events: number }>
  /** `more`: findings beyond those listed */
  | Readonly<{ kind: 'broken'; findings: readonly Finding[]; more: number }>

/** What an audit of a store found. */
export type AuditReport = Readonly<{
  /** The files of the database, and tables that belong to no seller. */
  store: ChainVerdict
  sellers: readonly Readonly<{ sellerId: string; verdict: ChainVerdict }>[]
  /** Whether the database could look at its own files. */
  isStorageChecked: boolean
  /** Absent if none was given. */
  checkpoint?: CheckpointVerdict | undefined
}>
