import type { CheckpointVerdict } from './checkpoint.ts'

/** Data that is not as it was written. Never names a phone, a card or a secret. */
export type Finding = Readonly<{
  table: string
  /** The rows, as far as they are known. */
  key: string
  problem: string
}>

/** The verdict on a seller's history, or on the rest of the store. */
export type ChainVerdict =
  /** `events`: number of the newest event */
  | Readonly<{ kind: 'intact'; events: number }>
  /** `more`: findings beyond those listed */
  | Readonly<{ kind: 'broken'; findings: readonly Finding[]; more: number }>

/** The result of an audit of a store. */
export type AuditReport = Readonly<{
  /** The files of the database, and tables without a seller. */
  store: ChainVerdict
  sellers: readonly Readonly<{ sellerId: string; verdict: ChainVerdict }>[]
  /** Whether the database was able to check its own files. */
  isStorageChecked: boolean
  /** Absent if none was given. */
  checkpoint?: CheckpointVerdict | undefined
}>
