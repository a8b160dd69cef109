import type { AuditReport } from '../../domain/audit/audit-report.ts'
import type { SignedCheckpoint } from '../../domain/audit/checkpoint.ts'
import type { EventRow } from '../events/event-row.ts'
import { createSeals } from '../keys/seals.ts'
import type { Subkeys } from '../keys/subkeys.ts'
import { PhoneBook } from '../phones/phone-book.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import { listAuditedSellers } from '../statements/audit-statements.ts'
import { checkServerTables } from './check-server-tables.ts'
import { checkSqliteFile } from './check-sqlite-file.ts'
import { CheckpointKey } from './checkpoint-key.ts'
import { CheckpointTrail, readCheckpoint } from './checkpoints.ts'
import { Findings } from './findings.ts'
import { sealedTables } from './sealed-tables.ts'
import { verifySealedSets } from './verify-sealed-sets.ts'
import { verifySeller } from './verify-seller.ts'

/** A store that is audited. */
export interface Audit {
  /** @throws OperatorError when the database cannot be read at all */
  verify(asked: AuditRequest): Promise<AuditReport>
  makeCheckpoint(nowMs: number): Promise<SignedCheckpoint>
  close(): Promise<void>
}

export type AuditRequest = Readonly<{
  /** Of all sellers only this one; the report has none if there is no such seller. The database's files and the tables of the store are looked at in any case. */
  sellerId?: string | undefined
  /** One made before, which the history must contain. */
  checkpoint?: SignedCheckpoint | undefined
}>

type AuditParts = Readonly<{
  keys: Subkeys
  snapshot: <Result>(work: (reader: SqlReader) => Promise<Result>) => Promise<Result>
  close: () => Promise<void>
  /** Of a SQLite file. */
  files?: SqlReader
  /** Of servers. */
  servers?: SqlReader
}>

export function createAudit({ keys, snapshot, close, files, servers }: AuditParts): Audit {
  const tools = { seals: createSeals(keys.auditSeal), phones: new PhoneBook(keys) }
  const key = new CheckpointKey(keys.checkpointSeed)
  return {
    async verify(asked) {
      return snapshot(async (reader) => {
        const findings = new Findings()
        if (files !== undefined) await checkSqliteFile(files, findings)
        const isStorageChecked = servers === undefined || (await checkServerTables(servers, findings, auditedTables))
        await verifySealedSets({ reader, seals: tools.seals, findings })
        const trail = asked.checkpoint && new CheckpointTrail(asked.checkpoint)
        const sellers = []
        for (const sellerId of await sellersOf(reader, asked)) {
          const onEvent = (event: EventRow) => trail?.pass(event)
          sellers.push({ sellerId, verdict: await verifySeller({ reader, sellerId, ...tools }, onEvent) })
        }
        const checkpoint = trail && (await trail.verdict(reader, { key, sellerId: asked.sellerId }))
        return { store: findings.verdict(0), sellers, isStorageChecked, checkpoint }
      })
    },
    makeCheckpoint: (nowMs) => snapshot(async (reader) => key.sign(await readCheckpoint(reader, nowMs))),
    close,
  }
}

/** The tables that servers look at. */
const auditedTables = [
  ...['coupon', 'chain_event', 'event_head', 'out_request', 'redemption', 'member_phone', 'counter'],
  ...['coupon_template', 'template_version', 'template_stock', 'member_usage', 'sealed_set'],
  ...sealedTables.map(({ table }) => table),
]

async function sellersOf(reader: SqlReader, { sellerId }: AuditRequest): Promise<readonly string[]> {
  const all = (await reader.all(listAuditedSellers, [])).map(([id]) => String(id))
  return sellerId === undefined ? all : all.filter((id) => id === sellerId)
}
