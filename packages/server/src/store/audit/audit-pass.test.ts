import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import type { SqlReader } from '#database/sql-engine'
import { openReadOnlyFile } from '#database/sqlite/open-read-only-file'
import type { AuditReport } from '#domain/audit/audit-report'
import { readKeyring } from '#store/keys/open-keyring'
import { openStore } from '#store/open-store'
import { liveIn } from '#testing/lived-in-store'
import { namedTables } from '#testing/named-tables'
import { removeOldEvents } from '#testing/remove-old-events'
import { temporaryFolder } from '#testing/temporary-folder'
import { AuditPass } from './audit-pass.ts'
import { type Audit, createAudit } from './create-audit.ts'
import { openAudit } from './open-audit.ts'
import { newStoreState, type StoreState } from './pass-store.ts'
import { newSellerState } from './seller-state.ts'

const parent = temporaryFolder()
const masterKey = '5a'.repeat(32)
const original = join(parent, 'original')
/** Where the older half of the events was removed. */
const boundary = join(parent, 'boundary')

beforeAll(async () => {
  const store = await openStore({ dataDir: original, masterKey })
  for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
  await store.close()
  copyOf(original, 'boundary')
  await removeHalf(boundary)
})

/** One edit of what events prove, one of a sum over removed events, one of a sealed sum, and one of figures. */
const edits = `UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one';
  UPDATE redemption SET order_id = 'forged';
  DELETE FROM out_request WHERE request_no = 'N5';
  UPDATE figure_day SET redeemed = redeemed + 1`

test.each([
  ['whole', original, ''],
  ['whole and edited', original, edits],
  ['without its older events', boundary, ''],
  ['without its older events and edited', boundary, edits],
])(
  'interrupted after every part, an audit of a store %s comes to what one in one go does',
  async (name, from, statements) => {
    const copy = copyOf(from, `resumed ${name}`)
    edit(copy, statements)
    const file = join(parent, `${name}.audit`)
    const resumed = await inTurns(copy, file)
    expect(resumed.parts).toBeGreaterThan(20)
    expect(existsSync(file)).toBe(false)
    const { pass, ...verdicts } = await audited(copy, (audit) => audit.verify({}))
    const { pass: passInParts, ...verdictsInParts } = resumed.report
    expect(verdictsInParts).toEqual(verdicts)
    expect(namedTables(resumed.report).length > 0).toBe(statements !== '')
    expect(passInParts?.rows).toBe(pass?.rows)
  },
)

test('finds what was altered before it was interrupted, and what is altered afterwards where it has not read', async () => {
  const copy = copyOf(original, 'planted')
  edit(copy, "UPDATE chain_event SET actor = 'x' WHERE seller_id = '111' AND event_seq = 13")
  const file = join(parent, 'planted.audit')
  let sellerId: string | undefined
  while (sellerId !== '222') sellerId = await oneTurn(copy, file)
  edit(
    copy,
    `UPDATE chain_event SET actor = 'x' WHERE seller_id = '222'
    AND event_seq = (SELECT newest_seq FROM event_head WHERE seller_id = '222')`,
  )
  const { report } = await inTurns(copy, file)
  expect(report.sellers.map(({ verdict }) => verdict.kind === 'broken' && verdict.findings[0]?.table)).toEqual([
    'chain_event',
    'chain_event',
  ])
})

test('finds a store intact that is written to and whose older events are removed between its parts', async () => {
  const copy = copyOf(original, 'live')
  const file = join(parent, 'live.audit')
  for (let turn = 0; turn < 12; turn += 1) await oneTurn(copy, file)
  const store = await openStore({ dataDir: copy, masterKey })
  await liveIn(store, '333')
  await store.close()
  for (let turn = 0; turn < 3; turn += 1) await oneTurn(copy, file)
  await removeHalf(copy)
  const { report } = await inTurns(copy, file)
  expect(namedTables(report)).toEqual([])
  expect(report.sellers.map(({ sellerId }) => sellerId)).toEqual(['111', '222', '333'])
})

test('a seller that began again too often may do so anew when the audit is continued', async () => {
  const state = newStoreState(0)
  state.seller = { ...newSellerState('111'), restarts: 10 }
  const seen: unknown[] = []
  const slice = async (stateNow: () => StoreState) => {
    seen.push(stateNow().seller?.restarts)
  }
  await new AuditPass({ checkStorage: async () => true, slice, file: undefined, clock: () => 0 }, state).next()
  expect(seen).toEqual([0])
})

test('between its parts an audit holds no moment of the store, so that the log can be cut', async () => {
  const copy = copyOf(original, 'boundary-log')
  const writer = new Database(join(copy, 'yaoquan.db'))
  const write = writer.prepare('UPDATE usage_day SET calls = calls')
  await audited(copy, async (audit) => {
    const pass = await audit.begin({ clock: () => 0, maxRows: 5 })
    while (!pass.isDone) {
      await pass.next()
      write.run()
      const [cutting] = writer.pragma('wal_checkpoint(TRUNCATE)') as readonly Readonly<{ busy: number; log: number }>[]
      expect(cutting).toMatchObject({ busy: 0, log: 0 })
    }
    expect(namedTables(pass.report())).toEqual([])
  })
  writer.close()
})

test('a part that the engine repeats counts once', async () => {
  const file = await openReadOnlyFile(join(original, 'yaoquan.db'))
  const keys = await openReadOnlyFile(join(original, 'member-keys.db'))
  const keyring = await readKeyring(file.reader, [Buffer.from(masterKey, 'hex')])
  let statements = 0
  const lost: SqlReader = {
    all(statement) {
      statements += 1
      return statements % 3 === 0 ? Promise.reject(new Error('the host is gone')) : file.reader.all(statement)
    },
    one: (statement) => file.reader.one(statement),
  }
  const audit = createAudit({
    keyring,
    async snapshot(work) {
      const readers = { reader: file.reader, memberKeys: keys.reader }
      return work({ ...readers, reader: lost }).catch(() => work(readers))
    },
    checkStorage: async () => true,
    close: async () => undefined,
  })
  // A part that is done again begins where the audit was kept; more than a second later it is kept again.
  let nowMs = 0
  const pass = await audit.begin({ clock: () => nowMs, maxRows: 5 })
  while (!pass.isDone) {
    await pass.next()
    nowMs += 2_000
  }
  expect(namedTables(pass.report())).toEqual([])
  expect(statements).toBeGreaterThan(30)
  keys.close()
  file.close()
})

test('continues only the audit that the file is of, and only if nobody altered it', async () => {
  const copy = copyOf(original, 'refusing')
  const file = join(parent, 'refusing.audit')
  await oneTurn(copy, file)
  const ofAnother = { message: expect.stringContaining('another') }
  await expect(audited(boundary, (audit) => begin(audit, file, '111'))).rejects.toMatchObject(ofAnother)
  const bytes = readFileSync(file)
  bytes[bytes.length - 20] = 0xff ^ (bytes.at(-20) ?? 0)
  writeFileSync(file, bytes)
  await expect(audited(copy, (audit) => begin(audit, file))).rejects.toMatchObject(ofAnother)
})

function begin(audit: Audit, resumeFile: string, sellerId?: string) {
  return audit.begin({ resumeFile, sellerId, clock: () => 0, maxRows: 5, isWithoutFiles: true })
}

/** Does one part as a program of its own. @returns the seller that it is at; undefined at the end */
function oneTurn(dataDir: string, file: string): Promise<string | undefined> {
  return audited(dataDir, async (audit) => {
    const pass = await begin(audit, file)
    await pass.next()
    if (!pass.isDone) pass.keep()
    return pass.progress.sellerId
  })
}

async function inTurns(dataDir: string, file: string): Promise<Readonly<{ report: AuditReport; parts: number }>> {
  for (let parts = 1; ; parts += 1) {
    const report = await audited(dataDir, async (audit) => {
      const pass = await audit.begin({ resumeFile: file, clock: () => 0, maxRows: 5 })
      await pass.next()
      if (pass.isDone) return pass.report()
      pass.keep()
      return undefined
    })
    if (report !== undefined) return { report, parts }
  }
}

async function audited<Result>(dataDir: string, work: (audit: Audit) => Promise<Result>): Promise<Result> {
  const audit = await openAudit({ dataDir, masterKey })
  try {
    return await work(audit)
  } finally {
    await audit.close()
  }
}

async function removeHalf(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, masterKey })
  for (const sellerId of ['111', '222']) {
    const { newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
    const acknowledgedSeq = Math.floor(newestSeq / 2)
    await removeOldEvents(store, { sellerId, beforeMs: Date.parse('2026-12-03'), acknowledgedSeq })
  }
  await store.close()
}

function copyOf(from: string, name: string): string {
  const copy = join(parent, name)
  mkdirSync(copy)
  cpSync(from, copy, { recursive: true })
  return copy
}

function edit(dataDir: string, statements: string): void {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(statements)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}
