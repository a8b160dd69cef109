import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { act, done, refused } from '#domain/lifecycle/act'
import type { Change } from '#domain/lifecycle/changes'
import { decideIssue, type FoundIssue, issueReads } from '#domain/lifecycle/issue-drafts'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { openAudit } from '#store/audit/open-audit'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()

type End = 'done' | 'refused' | 'failed'

/** Issues a coupon. One that fails does so after it wrote the coupon. */
function issue(store: LifecycleStore, sellerId: string, couponCode: string, end: End) {
  const request = { method: 'issue', content: couponCode, actor: 'app:1', requestId: undefined, nowMs: 1 }
  const drafts = [draftOf({ couponCode })]
  return store.runAct({ ...request, sellerId, outRequestNo: couponCode }, issuing, { drafts, end })
}

const issuing = act<Readonly<{ drafts: readonly CouponDraft[]; end: End }>, FoundIssue, string, string>({
  reads: ({ drafts }) => issueReads(drafts),
  decide({ input: { drafts, end }, found }) {
    if (end === 'refused') return refused('no')
    const { changes } = decideIssue(drafts, found)
    return done('ok', end === 'done' ? changes : [...changes, failing])
  },
})

const failing: Change = {
  kind: 'identitiesChanged',
  get to(): never {
    throw new Error('failed after it was written')
  },
}

test('writes that share a commit write the head of their seller once, and those that fail leave nothing in it', async () => {
  const { lifecycleStore: store, close } = await openStore({ dataDir })
  for (const sellerId of ['111', '222']) await issue(store, sellerId, 'first', 'done')
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec(`CREATE TABLE head_write (seller_id TEXT);
    CREATE TRIGGER head_written AFTER UPDATE OF seal ON event_head BEGIN INSERT INTO head_write VALUES (new.seller_id); END`)
  const codes = Array.from({ length: 20 }, (_, place) => `code-${place}`)

  const written = await Promise.all(
    codes.flatMap((code) => ['111', '222', '111'].map((sellerId) => issue(store, sellerId, code, 'done'))),
  )
  const repeated = written.filter((outcome) => outcome.kind === 'done' && outcome.isAlreadyDone)
  expect([written.length, repeated.length]).toEqual([60, 20])
  const writes = database.prepare('SELECT seller_id FROM head_write').pluck().all()
  expect(new Set(writes)).toEqual(new Set(['111', '222']))
  // One commit of both sellers; a busy machine takes some.
  expect(writes.length).toBeLessThan(written.length / 3)

  const ends = ['done', 'refused', 'done', 'failed'] as const
  const mixed = await Promise.allSettled(
    codes.map((code, place) => issue(store, '111', `2-${code}`, ends[place % 4] ?? 'done')),
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
