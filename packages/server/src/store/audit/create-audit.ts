import { readValue } from '#database/record'
import type { SqlReader } from '#database/sql-engine'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import { type CheckpointKey, createCheckpointKey, publicCheckpointKey } from '#store/keys/checkpoint-key'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { MemberKeyReader } from '#store/members/member-key-reader'
import { migrations } from '#store/schema/migrations'
import { findStoreProperty, idProperty } from '#store/tables/store-property'
import { type AuditFile, readState } from './audit-file.ts'
import { AuditPass } from './audit-pass.ts'
import { CheckpointTrail, readCheckpoint } from './checkpoints.ts'
import { Findings, type FoundSoFar } from './findings.ts'
import { listedSellers } from './listed-sellers.ts'
import { passStore, type StoreState } from './pass-store.ts'
import { sliceRows } from './verify-seller.ts'
import { verifySellerSince } from './verify-since.ts'
import { verifySealedSets } from './verify-sums.ts'

/** A store that is audited. */
export interface Audit {
  /** Verifies everything. @throws OperatorError when the database cannot be read at all */
  verify(input: AuditRequest): Promise<AuditReport>
  /** The same in parts, or the rest of an audit that was kept. @throws OperatorError when the file is of another audit */
  begin(input: PassRequest): Promise<AuditPass>
  /**
   * Verifies only the events since a checkpoint, and the rows that they changed. Tables without events are verified whole; the files of the
   * database are not.
   */
  verifySince(input: SinceRequest): Promise<AuditReport>
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
}>

type SinceRequest = AuditRequest & Readonly<{ checkpoint: SignedCheckpoint }>

type PassRequest = AuditRequest &
  Readonly<{
    /** Path of a file that keeps where the audit is: an existing one is continued, a missing one begun. Default: nothing is kept. */
    resumeFile?: string | undefined
    /** Leaves out the pages and keys of the database's files. */
    isWithoutFiles?: boolean
    /** Epoch milliseconds. */
    clock: () => number
    /** Rows that a part reads. */
    maxRows?: number
  }>

/** What an audit reads of one moment. */
export type AuditReaders = Readonly<{
  reader: SqlReader
  /** Database with the keys of members. */
  memberKeys: SqlReader
}>

type AuditParts = Readonly<{
  keyring: Keyring
  snapshot: <Result>(work: (readers: AuditReaders) => Promise<Result>) => Promise<Result>
  /** @returns whether the database can look at its own files */
  checkStorage: (findings: Findings) => Promise<boolean>
  close: () => Promise<void>
}>

export function createAudit(parts: AuditParts): Audit {
  const { keyring, snapshot } = parts
  const key = createCheckpointKey(keyring.current.subkeys.checkpointSeed, otherCheckpointKeys(keyring))
  const begin = (input: PassRequest) => beginPass(parts, key, input)
  return {
    begin,
    async verify(input) {
      const pass = await begin({ ...input, clock: Date.now })
      while (!pass.isDone) await pass.next()
      return pass.report()
    },
    verifySince: (input) => snapshot((readers) => verifySince({ keyring, key, readers }, input)),
    makeCheckpoint: (nowMs) =>
      snapshot(async ({ reader }) => key.sign(await readCheckpoint(reader, { keyring, nowMs }))),
    close: parts.close,
  }
}

async function beginPass(parts: AuditParts, key: CheckpointKey, input: PassRequest): Promise<AuditPass> {
  const { resumeFile, isWithoutFiles = false, clock, maxRows = sliceRows, sellerId, checkpoint: signed } = input
  const file = resumeFile === undefined ? undefined : await fileOf(parts, input, resumeFile)
  const { keyring } = parts
  // Not in a snapshot on servers: they end idle transactions, and checking large tables takes long.
  const checkStorage = async (found: FoundSoFar) => !isWithoutFiles && (await parts.checkStorage(new Findings(found)))
  const slice = (stateNow: () => StoreState) =>
    parts.snapshot((readers) => {
      const identifiers = identifiersOf(keyring, readers)
      return passStore(
        stateNow(),
        { reader: readers.reader, keyring, identifiers, key },
        { sellerId, signed, maxRows, clock },
      )
    })
  return new AuditPass({ checkStorage, slice, file, clock }, file && readState(file))
}

async function fileOf({ keyring, snapshot }: AuditParts, input: PassRequest, path: string): Promise<AuditFile> {
  const storeId = await snapshot(({ reader }) => readValue(reader, findStoreProperty({ propertyName: idProperty })))
  const identity = {
    storeId: storeId instanceof Uint8Array ? Buffer.from(storeId).toString('hex') : '',
    sellerId: input.sellerId,
    checkpoint: input.checkpoint?.signature,
    schema: migrations.at(-1)?.version ?? 0,
  }
  return { path, identity, seals: keyring.rows }
}

function identifiersOf(keyring: Keyring, { memberKeys }: AuditReaders): Identifiers {
  return new Identifiers(keyring, new MemberKeyReader({ reader: memberKeys, keyring }))
}

type SinceParts = Readonly<{ keyring: Keyring; key: CheckpointKey; readers: AuditReaders }>

async function verifySince(
  { keyring, key, readers }: SinceParts,
  { sellerId, checkpoint: signed }: SinceRequest,
): Promise<AuditReport> {
  const { reader } = readers
  const findings = new Findings()
  await verifySealedSets({ reader, keyring, findings })
  const trail = new CheckpointTrail(signed)
  const tools = { reader, keyring, identifiers: identifiersOf(keyring, readers) }
  const sellers = []
  for (const id of await listedSellers({ reader, findings }, sellerId)) {
    sellers.push({ sellerId: id, verdict: await verifySellerSince({ ...tools, sellerId: id }, trail) })
  }
  const checkpoint = await trail.verdict(reader, { key, sellerId })
  return { store: findings.verdict(0), sellers, isStorageChecked: false, checkpoint, since: trail.madeAt }
}

/** Checkpoint keys of former generations, also during a rotation. */
function otherCheckpointKeys({ current, live, retired }: Keyring): readonly Uint8Array[] {
  const others = live
    .filter((keys) => keys !== current)
    .map(({ subkeys }) => publicCheckpointKey(subkeys.checkpointSeed))
  return [...others, ...retired.map(({ checkpointKey }) => checkpointKey)]
}
