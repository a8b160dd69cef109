import type { SqlReader } from '#database/sql-engine'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import { type CheckpointKey, createCheckpointKey, publicCheckpointKey } from '#store/keys/checkpoint-key'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { MemberKeyReader } from '#store/members/member-key-reader'
import { listSellersWithRows } from '#store/tables/seller'
import { checkStorage, type Storage } from './check-storage.ts'
import { CheckpointTrail, readCheckpoint } from './checkpoints.ts'
import { checkDamage, Findings } from './findings.ts'
import { verifySealedSets } from './verify-sealed-sets.ts'
import { verifySeller } from './verify-seller.ts'
import { verifySellerSince } from './verify-since.ts'

/** A store that is audited. */
export interface Audit {
  /** @throws OperatorError when the database cannot be read at all */
  verify(asked: AuditRequest): Promise<AuditReport>
  /** @throws OperatorError when a history was altered */
  makeCheckpoint(nowMs: number): Promise<SignedCheckpoint>
  close(): Promise<void>
}

type AuditRequest = Readonly<{
  /**
   * Audits only this seller; the report has none if there is no such seller. The database's files and the tables of the whole store are
   * audited in any case.
   */
  sellerId?: string | undefined
  /** One made before, which the history must contain. */
  checkpoint?: SignedCheckpoint | undefined
  /**
   * Verifies only the events since the checkpoint, and the rows that they changed. Tables without events are verified whole; the files of the
   * database are not. Default: everything.
   */
  isSinceCheckpoint?: boolean
}>

type AuditParts = Storage &
  Readonly<{
    keyring: Keyring
    /** Database with the keys of members. */
    memberKeys: SqlReader
    snapshot: <Result>(work: (reader: SqlReader) => Promise<Result>) => Promise<Result>
    close: () => Promise<void>
  }>

export function createAudit(parts: AuditParts): Audit {
  const { keyring } = parts
  const key = createCheckpointKey(keyring.current.subkeys.checkpointSeed, otherCheckpointKeys(keyring))
  return {
    async verify(asked) {
      // Before the snapshot: a server ends idle transactions, and checking large tables takes long.
      const storage = new Findings()
      const isStorageChecked = !asked.isSinceCheckpoint && (await checkStorage(parts, storage))
      return parts.snapshot(async (reader) => {
        const { memberKeys } = parts
        const found = await verifyStore({ keyring, memberKeys, reader, key, findings: storage.copy() }, asked)
        return { ...found, isStorageChecked }
      })
    },
    makeCheckpoint: (nowMs) =>
      parts.snapshot(async (reader) => key.sign(await readCheckpoint(reader, { keyring, nowMs }))),
    close: parts.close,
  }
}

type StoreAudit = Pick<AuditParts, 'keyring' | 'memberKeys'> &
  Readonly<{ reader: SqlReader; key: CheckpointKey; findings: Findings }>

async function verifyStore(
  { keyring, memberKeys, reader, key, findings }: StoreAudit,
  asked: AuditRequest,
): Promise<Omit<AuditReport, 'isStorageChecked'>> {
  const ofMembers = new MemberKeyReader({ reader: memberKeys, keyring })
  const tools = { reader, keyring, identifiers: new Identifiers(keyring, ofMembers) }
  await verifySealedSets({ ...tools, findings })
  let sellerIds: readonly string[] = []
  await checkDamage({ findings }, 'seller', async () => {
    sellerIds = await sellersOf(reader, asked)
  })
  const trail = asked.checkpoint && new CheckpointTrail(asked.checkpoint)
  const since = asked.isSinceCheckpoint ? trail : undefined
  const sellers = []
  for (const sellerId of sellerIds) {
    const parts = { ...tools, sellerId }
    const verdict = since === undefined ? await verifySeller(parts, trail) : await verifySellerSince(parts, since)
    sellers.push({ sellerId, verdict })
  }
  const checkpoint = await trail?.verdict(reader, { key, sellerId: asked.sellerId })
  return { store: findings.verdict(0), sellers, checkpoint, since: since?.madeAt }
}

async function sellersOf(reader: SqlReader, { sellerId }: AuditRequest): Promise<readonly string[]> {
  const all = (await reader.all(listSellersWithRows())).map(([id]) => String(id))
  return sellerId === undefined ? all : all.filter((id) => id === sellerId)
}

/** Checkpoint keys of former generations, also during a rotation. */
function otherCheckpointKeys({ current, live, retired }: Keyring): readonly Uint8Array[] {
  const others = live
    .filter((keys) => keys !== current)
    .map(({ subkeys }) => publicCheckpointKey(subkeys.checkpointSeed))
  return [...others, ...retired.map(({ checkpointKey }) => checkpointKey)]
}
