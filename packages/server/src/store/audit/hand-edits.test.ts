import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import type { AuditReport, SignedCheckpoint } from '#domain/audit/audit-report'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { answerOnce } from '#domain/lifecycle/answer-once'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { edits, editsOfBoundary } from '#testing/hand-edits'
import { issuerOf } from '#testing/issue-drafts'
import { liveIn } from '#testing/lived-in-store'
import { namedTables } from '#testing/named-tables'
import { oneEditPerTable } from '#testing/one-edit-per-table'
import { removeOldEvents } from '#testing/remove-old-events'
import { temporaryFolder } from '#testing/temporary-folder'
import { openAudit } from './open-audit.ts'

const parent = temporaryFolder()
const original = join(parent, 'original')
/** Where all events but the newest were removed, and where the older half was. */
const boundaries = { whole: join(parent, 'whole-boundary'), half: join(parent, 'half-boundary') } as const
/** With so many coupons that each key has leaves of its own. */
const large = join(parent, 'large')

beforeAll(async () => {
  const store = await openStore({ dataDir: original })
  for (const sellerId of ['111', '222']) await liveIn(store, sellerId)
  await store.close()
  for (const [name, path] of Object.entries(boundaries)) {
    copyOf(`${name}-boundary`)
    await cutEvents(path, name === 'half')
  }
  copyOf('large')
  const grown = await openStore({ dataDir: large })
  const drafts = Array.from({ length: 500 }, (_, place) =>
    draftOf({ couponCode: `many-${place}`, endDate: '2099-01-01' }),
  )
  for (const sellerId of ['111', '222']) await issuerOf(grown).issueCoupons(sellerId, drafts, 1)
  await voidAll(grown, '111', drafts)
  await grown.close()
})

test('an untouched store is found intact, and nothing is left beside it', async () => {
  const copy = copyOf('untouched')
  const files = readdirSync(copy)
  expect(await tablesNamed(copy)).toEqual([])
  expect(readdirSync(copy)).toEqual(files)
})

test('the example has rows in every table that an audit compares', () => {
  const database = new Database(join(original, 'yaoquan.db'), { readonly: true })
  for (const table of new Set(edits.map(([name]) => name))) {
    expect([table, database.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()]).toEqual([
      table,
      expect.any(Number),
    ])
    expect(database.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get(), table).toBeGreaterThan(0)
  }
  database.close()
})

/** `every-table.test.ts` makes one edit of each table, also of these. */
const madeThere: ReadonlySet<string> = new Set(Object.values(oneEditPerTable))

test.each(edits.filter(([, statement]) => !madeThere.has(statement)))(
  'names %s after: %s',
  async (table, statement) => {
    const copy = copyOf(`edit-${edits.findIndex((edit) => edit[1] === statement)}`)
    edit(copy, statement)
    expect(await tablesNamed(copy)).toContain(table)
  },
)

test.each(Object.entries(boundaries))('a store without events (%s) is found intact', async (_, path) => {
  expect(await tablesNamed(path)).toEqual([])
})

const comparedWithEvents = new Set([
  ...['coupon', 'chain_event', 'event_head', 'redemption', 'counter', 'member_usage'],
  ...['coupon_template', 'template_version', 'template_stock'],
])

/** `YAOQUAN_SOAK=1` makes each edit without events in both ways, a usual run in one of them. */
const isLong = process.env['YAOQUAN_SOAK'] !== undefined
const comparedEdits = edits.filter(([table]) => comparedWithEvents.has(table))

const boundaryEdits = Object.keys(boundaries).flatMap((boundary, way) =>
  [...comparedEdits.filter((_, place) => isLong || place % 2 === way), ...editsOfBoundary].map(
    ([table, statement]) => [boundary as keyof typeof boundaries, table, statement] as const,
  ),
)

test.each(boundaryEdits)('without events (%s), names %s after: %s', async (boundary, table, statement) => {
  const copy = copyOf(
    `${boundary}-edit-${boundaryEdits.findIndex((one) => one[0] === boundary && one[2] === statement)}`,
    boundaries[boundary],
  )
  const before = contentOf(copy)
  edit(copy, statement)
  // What concerns removed events only.
  if (contentOf(copy) === before) return expect(table).toBe('chain_event')
  expect(await tablesNamed(copy)).toContain(table)
})

test.each([
  ['coupon', "UPDATE coupon SET coupon_amount = 1000000 WHERE coupon_code = 'one'"],
  ['chain_event', "UPDATE chain_event SET actor = 'x' WHERE event_seq = 13"],
  ['chain_event', 'DELETE FROM chain_event WHERE event_seq = 13'],
  ['event_head', 'UPDATE event_head SET seal = NULL'],
])('no event is removed of a history whose %s was altered, which stays found: %s', async (table, statement) => {
  const copy = copyOf(`kept-${statement.length}`)
  edit(copy, statement)
  await expect(cutEvents(copy, false)).rejects.toThrow(/was altered/)
  expect(await tablesNamed(copy)).toContain(table)
})

test.each([
  ...['coupon_by_code', 'coupon_by_phone', 'coupon_by_card', 'coupon_by_channel', 'coupon_by_expiry'],
  ...['coupon_by_template', 'event_by_coupon'],
])('names the table of the key %s after a leaf page of it was destroyed', async (key) => {
  const copy = copyOf(`leaf-${key}`, large)
  destroyPage(copy, key)
  expect(await tablesNamed(copy)).toContain(key === 'event_by_coupon' ? 'chain_event' : 'coupon')
})

test('the last events cut off, with all that they told of and their head put back, leave the seal', async () => {
  const copy = copyOf('boundary')
  edit(copy, 'DELETE FROM chain_event WHERE event_seq > 12; DELETE FROM coupon WHERE issued_event_seq > 12')
  edit(
    copy,
    `UPDATE event_head SET newest_seq = 12, newest_hash =
    (SELECT hash FROM chain_event e WHERE e.seller_id = event_head.seller_id ORDER BY event_seq DESC LIMIT 1)`,
  )
  expect(await tablesNamed(copy)).toContain('event_head')
  const opened = await openAudit({ dataDir: copy })
  await expect(opened.makeCheckpoint(0)).rejects.toThrow(/连锁 111 的历史被改动/)
  await opened.close()
})

test('a later write does not hide what was altered', async () => {
  const copy = copyOf('later')
  edit(copy, "DELETE FROM out_request WHERE request_no = 'N5'")
  edit(copy, 'UPDATE event_head SET request_count = request_count - 1')
  edit(copy, "DELETE FROM app WHERE app_key = 'app-111'")
  const store = await openStore({ dataDir: copy })
  await liveIn(store, '333')
  const request = { sellerId: '111', outRequestNo: 'later', method: 'x', content: '', actor: 'app:1', requestId: 'r' }
  await store.lifecycleStore.runAct({ ...request, nowMs: 1 }, answerOnce(), { answer: {} })
  await store.close()
  expect(await tablesNamed(copy)).toEqual(expect.arrayContaining(['event_head', 'app']))
})

test('findings name neither phones nor cards', async () => {
  const copy = copyOf('private')
  edit(copy, 'DELETE FROM member_usage; DELETE FROM member_phone; UPDATE coupon SET card_ref = NULL')
  const { sellers } = await audit(copy)
  expect(JSON.stringify(sellers)).not.toMatch(/139\d{8}|card-\d/)
})

test('a whole older copy put back is found by a checkpoint kept elsewhere, and by nothing else', async () => {
  const copy = copyOf('older')
  const store = await openStore({ dataDir: copy })
  await liveIn(store, '333')
  await store.close()
  const opened = await openAudit({ dataDir: copy })
  const checkpoint = await opened.makeCheckpoint(0)
  await opened.close()
  expect(await audit(copy, checkpoint)).toMatchObject({ checkpoint: 'contained' })
  expect(await audit(original)).toMatchObject({ store: { kind: 'intact' }, checkpoint: undefined })
  expect(await audit(original, checkpoint)).toMatchObject({ checkpoint: 'not-contained' })
  const [first, ...others] = checkpoint.checkpoint.sellers
  if (first === undefined) throw new Error('a checkpoint without sellers')
  const forged = { ...checkpoint.checkpoint, sellers: [{ ...first, newest_seq: 1 }, ...others] }
  expect(await audit(copy, { ...checkpoint, checkpoint: forged })).toMatchObject({ checkpoint: 'not-of-this-store' })
})

test('a store in use is looked at as it is at one moment, while it is written to', async () => {
  const copy = copyOf('in-use')
  const store = await openStore({ dataDir: copy })
  const writing = liveIn(store, '333')
  for (let round = 0; round < 5; round += 1) expect(await tablesNamed(copy)).toEqual([])
  await writing
  expect(existsSync(join(copy, 'yaoquan.db-wal'))).toBe(true)
  expect(await tablesNamed(copy)).toEqual([])
  await store.close()
})

function copyOf(name: string, from = original): string {
  const copy = join(parent, name)
  mkdirSync(copy)
  cpSync(from, copy, { recursive: true })
  return copy
}

/** Removes what liveIn wrote up to its last event, or half of it, of both sellers. */
async function cutEvents(dataDir: string, isHalf: boolean): Promise<void> {
  const store = await openStore({ dataDir })
  try {
    for (const sellerId of ['111', '222']) {
      const { newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
      const acknowledgedSeq = isHalf ? Math.floor(newestSeq / 2) : newestSeq
      const removed = await removeOldEvents(store, { sellerId, beforeMs: Date.parse('2026-12-03'), acknowledgedSeq })
      expect(removed).toBeGreaterThan(acknowledgedSeq / 2)
    }
  } finally {
    await store.close()
  }
}

/** Every row of every table. */
function contentOf(dataDir: string): string {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  const content = JSON.stringify(tables.map((table) => database.prepare(`SELECT * FROM ${table}`).raw().all()))
  database.close()
  return content
}

function edit(dataDir: string, statements: string): void {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(statements)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

/** Overwrites one of the pages that hold the entries of a key. */
function destroyPage(dataDir: string, key: string): void {
  const path = join(dataDir, 'yaoquan.db')
  const database = new Database(path)
  const page = database.prepare("SELECT MAX(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'").pluck().get(key)
  const size = Number(database.pragma('page_size', { simple: true }))
  database.close()
  const bytes = readFileSync(path)
  bytes.fill(0x5a, (Number(page) - 1) * size, Number(page) * size)
  writeFileSync(path, bytes)
}

async function voidAll(store: Store, sellerId: string, drafts: readonly CouponDraft[]): Promise<void> {
  const request = { sellerId, outRequestNo: 'void all', method: 'void', content: '', actor: 'app:1', requestId: 'r' }
  const couponCodes = drafts.map(({ terms }) => terms.couponCode)
  await runAct(voidCoupons, {
    lifecycle: store.lifecycleStore,
    request: { ...request, nowMs: 2 },
    couponCodes,
    reason: '',
  })
}

async function audit(dataDir: string, checkpoint?: SignedCheckpoint): Promise<AuditReport> {
  const opened = await openAudit({ dataDir })
  try {
    return await opened.verify({ checkpoint })
  } finally {
    await opened.close()
  }
}

async function tablesNamed(dataDir: string): Promise<readonly string[]> {
  return namedTables(await audit(dataDir))
}
