/** Where the histories in a store stood at a moment. */
export type Checkpoint = Readonly<{
  format: 'yaoquan-checkpoint-1'
  store_id: string
  /** ISO 8601 in UTC. */
  made_at: string
  sellers: readonly Readonly<{ seller_id: string; newest_seq: number; newest_hash: string }>[]
  /** How often each table that holds no events was changed. */
  tables: readonly Readonly<{ name: string; version: number }>[]
}>

/**
 * A checkpoint signed by the store's own key, to be kept where whoever alters the store cannot reach it. The signature is
 * Ed25519 (RFC 8032) over the UTF-8 bytes of `checkpoint` as `JSON.stringify` writes it, members in this order.
 */
export type SignedCheckpoint = Readonly<{
  checkpoint: Checkpoint
  /** 32 bytes, hex. */
  public_key: string
  /** 64 bytes, hex. */
  signature: string
}>

/** What an audit found out about a checkpoint. */
export type CheckpointVerdict =
  /** The history goes on from the checkpoint. */
  | 'contained'
  /** Of another store, or signed by another key. */
  | 'not-of-this-store'
  /** The history does not contain it: an older copy was put back, or another history was written. */
  | 'not-contained'
