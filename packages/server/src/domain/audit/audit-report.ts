/** Data that is not as it was written. Never names a phone, a card or a secret. */
export type Finding = Readonly<{
  table: string
  /** The rows, as far as they are known. */
  key: string
  problem: string
}>

/** The verdict on a seller's history, or on the rest of the store. */
export type ChainVerdict =
  /** `events`: number of the newest event. `sinceEvent`: only what the events after it say was verified */
  | Readonly<{ kind: 'intact'; events: number; sinceEvent?: number | undefined }>
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
  /** When the checkpoint was made (ISO 8601 in UTC) since which it was verified: rows not touched since were not read. Absent if all were. */
  since?: string | undefined
  /** The course of a whole audit, which reads rows at different moments; rows that were read more than once count as often. */
  pass?: Omit<LastAudit, 'findings'> | undefined
}>

/** What the last whole audit of a store came to. Times are epoch milliseconds. */
export type LastAudit = Readonly<{
  begunAtMs: number
  endedAtMs: number
  /** Events of all sellers. */
  events: number
  /** Rows that were read; what is read more than once counts as often. */
  rows: number
  findings: number
}>

/** The last whole audit whose result was recorded. */
export interface LastAudits {
  /**
   * @param sellerId names one of several stores: the one that keeps the seller's data; by default the directory
   * @returns undefined where none was recorded, or the record was not written by this program
   */
  find(sellerId?: string): Promise<LastAudit | undefined>
  record(audit: LastAudit): Promise<void>
}

/** How far a whole audit came. */
export type AuditProgress = Readonly<{
  /** Numbers of events, coupons and rows under sums that were verified. */
  done: number
  /** Their number when it began; more may have come. */
  planned: number
  sellerId: string | undefined
}>

/** The newest events of all sellers in a store at a moment. */
export type Checkpoint = Readonly<{
  format: 'yaoquan-checkpoint-1'
  store_id: string
  /** ISO 8601 in UTC. */
  made_at: string
  sellers: readonly Readonly<{ seller_id: string; newest_seq: number; newest_hash: string }>[]
  /** The number of changes of each table without events. */
  tables: readonly Readonly<{ name: string; version: number }>[]
}>

/**
 * A checkpoint signed by the store's own key, to be kept out of reach of anyone who can alter the store. The signature is Ed25519 (RFC 8032) over the UTF-8 bytes of `checkpoint` as `JSON.stringify` writes it, members in this order.
 */
export type SignedCheckpoint = Readonly<{
  checkpoint: Checkpoint
  /** 32 bytes, hex. */
  public_key: string
  /** 64 bytes, hex. */
  signature: string
}>

/** The result of comparing a store with a checkpoint. */
export type CheckpointVerdict =
  /** The history continues from the checkpoint. */
  | 'contained'
  /** The checkpoint is from another store or signed by another key. */
  | 'not-of-this-store'
  /** The history does not contain it: an older copy was restored, or another history was written. */
  | 'not-contained'
  /** The checkpoint is older than the events that are kept of a seller, so it cannot be compared. */
  | 'removed'
