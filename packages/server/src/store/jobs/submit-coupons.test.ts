import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submitCoupons } from '#domain/job-work/draft-job'
import type { NewJob } from '#domain/jobs/job-store'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { openStore, type Store } from '#store/open-store'
import { listEvents, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const sellerId = '111'
let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir })
})
afterAll(() => store.close())

test('a submission is the draft with its rows, its event and its number, or nothing', async () => {
  const { lifecycleStore: lifecycle, jobStore } = store
  const made = { title: 'R-1', createdBy: 'operator:li.na', createdAtMs: noon, sourceDigest: undefined, dueMs: 0 }
  const draft: NewJob = { sellerId, jobId: 'J', task: { kind: 'import-coupons' }, ...made, isReady: true }
  const rows = ['a', 'b', 'a'].map((couponCode) => ({ couponCode, phone: '13900000001' }))
  const request = requestOf(sellerId)
  const submit = (jobId: string) => runAct(submitCoupons, { lifecycle, request, draft: { ...draft, jobId }, rows })
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec('ALTER TABLE job_item RENAME TO elsewhere')
  await expect(submit('lost')).rejects.toThrow('job_item')
  database.exec('ALTER TABLE elsewhere RENAME TO job_item')
  database.close()
  expect([await jobStore.findJob({ sellerId, jobId: 'lost' }), await listEvents(store, sellerId)]).toEqual([
    undefined,
    [],
  ])
  expect(await submit('J')).toEqual({ kind: 'done', answer: { jobId: 'J' }, isAlreadyDone: false })
  expect(await submit('K')).toEqual({ kind: 'done', answer: { jobId: 'J' }, isAlreadyDone: true })
  const items = { total: 2, done: 0, unchanged: 0, refused: 0 }
  expect(await jobStore.findJob({ sellerId, jobId: 'J' })).toMatchObject({
    state: 'draft',
    isReady: true,
    lastPlace: 3,
    counts: items,
    preview: { created: 2, unchanged: 0, duplicates: 1, repeated: 0 },
  })
  const after = JSON.stringify({ job_id: 'J', act: 'submit', job: 'import-coupons', ...items })
  expect(await listEvents(store, sellerId)).toMatchObject([{ kind: 'job', after }])
  expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
})
