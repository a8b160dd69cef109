import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { LifecycleStore, Worked } from '#domain/lifecycle/lifecycle-store'
import { openAudit } from '#store/audit/open-audit'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issueInWork } from '#testing/issue-in-work'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()

/** Writes the code of a coupon, which the answer repeats; `end` decides how the work ends. */
function issue(store: LifecycleStore, sellerId: string, couponCode: string, end: () => Worked<string, string>) {
  const named = { method: 'issue', content: couponCode, actor: 'app:1', requestId: undefined }
  return store.writeOnce({ sellerId, outRequestNo: couponCode, nowMs: 1, ...named }, async (writer) => {
    await issueInWork(writer, [draftOf({ couponCode })])
    return end()
  })
}

test('writes that share a commit write the head of their seller once, and those that fail leave nothing in it', async () => {
  const { lifecycleStore: store, close } = await openStore({ dataDir })
  const done = (): Worked<string, string> => ({ kind: 'done', answer: 'ok' })
  const refuse = (): Worked<string, string> => ({ kind: 'refused', refusal: 'no' })
  const fail = (): never => {
    throw new Error('failed after it was written')
  }
  for (const sellerId of ['111', '222']) await issue(store, sellerId, 'first', done)
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(`CREATE TABLE head_write (seller_id TEXT);
    CREATE TRIGGER head_written AFTER UPDATE OF seal ON event_head BEGIN INSERT INTO head_write VALUES (new.seller_id); END`)
  const codes = Array.from({ length: 20 }, (_, place) => `code-${place}`)

  const written = await Promise.all(
    codes.flatMap((code) => ['111', '222', '111'].map((sellerId) => issue(store, sellerId, code, done))),
  )
  const repeated = written.filter((outcome) => outcome.kind === 'done' && outcome.isAlreadyDone)
  expect([written.length, repeated.length]).toEqual([60, 20])
  const writes = database.prepare('SELECT seller_id FROM head_write').pluck().all()
  expect(new Set(writes)).toEqual(new Set(['111', '222']))
  // One commit of both sellers; a busy machine takes some.
  expect(writes.length).toBeLessThan(written.length / 3)

  const ends = [done, refuse, done, fail]
  const mixed = await Promise.allSettled(
    codes.map((code, place) => issue(store, '111', `2-${code}`, ends[place % 4] ?? done)),
  )
  expect(mixed.map(({ status }) => status === 'rejected')).toEqual(codes.map((_, place) => place % 4 === 3))
  database.exec('DROP TRIGGER head_written; DROP TABLE head_write')
  const [newest] = database.prepare("SELECT newest_seq, request_count FROM event_head WHERE seller_id = '111'").all()
  expect(newest).toEqual({ newest_seq: 31, request_count: 31 })
  database.close()
  await close()
  const audit = await openAudit({ dataDir })
  const { store: tables, sellers } = await audit.verify({ checkpoint: undefined })
  expect([tables.kind, ...sellers.map(({ verdict }) => verdict.kind)]).toEqual(['intact', 'intact', 'intact'])
  await audit.close()
})
