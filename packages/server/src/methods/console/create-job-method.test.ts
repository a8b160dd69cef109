import { randomBytes } from 'node:crypto'
import type { createJob, InputOf } from '@yaoquan/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maxTargets } from '#domain/jobs/job'
import { importCoupons } from '#domain/lifecycle/import-coupons'
import { openStore, type Store } from '#store/open-store'
import { administer } from '#testing/administer'
import { newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { createJobMethod, type JobMethodDependencies } from './create-job-method.ts'

let store: Store

beforeAll(async () => {
  store = await openStore({ dataDir: temporaryFolder() })
})
afterAll(() => store.close())

const voiding = { outRequestNo: 'N', kind: 'void', reason: '取消' } as const
const own = { ...voiding, filter: { couponId: 'A' } }

test('a draft whose filling failed is filled by a repetition under its number', async () => {
  const draft = await openSeller()
  const failing = {
    ...store.couponReader,
    findCouponPage: () => Promise.reject(new Error('the store is gone')),
  }
  await expect(draft(own, { reader: failing })).rejects.toThrow('the store is gone')
  const filled = await draft(own)
  expect(filled).toMatchObject({ success: true, job: { state: 'draft', ready: true, total: 2 } })
  expect(filled).not.toHaveProperty('alreadyDone', true)
  expect(await draft(own)).toEqual({ ...filled, alreadyDone: true })
  expect(await statesOf(draft.sellerId)).toEqual(['cancelled', 'draft'])
  expect(await draft({ ...own, reason: '另外' })).toMatchObject({ errorCode: 'IDEMPOTENT_CONFLICT' })
})

test('a list that is too large is so again under its number', async () => {
  const draft = await openSeller()
  const couponCodes = Array.from({ length: maxTargets + 1 }, (_, place) => `none-${place}`)
  const coupons = { ...store.lifecycleReader, findCoupons: () => Promise.resolve([]) }
  for (const _ of [1, 2]) {
    expect(await draft({ ...voiding, couponCodes }, { coupons })).toMatchObject({ errorCode: 'JOB_TOO_LARGE' })
  }
  expect(await draft(own)).toMatchObject({ success: true, job: { ready: true } })
  expect(await statesOf(draft.sellerId)).toEqual(['cancelled', 'cancelled', 'draft'])
})

test('of two requests with one number that fill at the same time, one draft is left', async () => {
  const draft = await openSeller()
  const [first, second] = await Promise.all([draft(own), draft(own)])
  expect(first.job).toMatchObject({ state: 'draft', ready: true })
  expect(second.job).toEqual(first.job)
  expect((await statesOf(draft.sellerId)).filter((state) => state !== 'cancelled')).toEqual(['draft'])
})

test('a repetition is answered as at first though its day has passed', async () => {
  const draft = await openSeller()
  const extending = { ...voiding, kind: 'extend', endDate: '2026-12-31', couponCodes: ['a1'] } as const
  const first = await draft(extending)
  expect(await draft(extending, {}, Date.parse('2027-01-01T12:00:00+08:00'))).toEqual({ ...first, alreadyDone: true })
})

/** A seller with two coupons, whose drafts these are. */
async function openSeller() {
  const sellerId = newSeller()
  await administer(store, noon).createSeller({ sellerId, name: sellerId })
  const rows = ['a1', 'a2'].map((couponCode) => ({ couponCode, couponId: 'A' }))
  await importCoupons({ lifecycle: store.lifecycleStore, request: requestOf(sellerId), rows })
  const create = async (
    input: InputOf<typeof createJob>,
    faults: Partial<JobMethodDependencies> = {},
    nowMs: number = noon,
  ) => {
    const context = {
      sellerId,
      actor: 'operator:li.na',
      requestId: 'r',
      appKey: '',
      grants: { preset: 'full', allowed: [], denied: [] },
      nowMs,
    }
    const { call } = createJobMethod({ ...dependencies(), ...faults })
    return (await call(input, context)).result
  }
  return Object.assign(create, { sellerId })
}

function dependencies(): JobMethodDependencies {
  return {
    jobs: store.jobStore,
    lifecycle: store.lifecycleStore,
    coupons: store.lifecycleReader,
    searcher: store.couponSearcher,
    reader: store.couponReader,
    shops: store.shopGroupReader,
    templates: store.templateReader,
    members: store.memberReader,
    randomBytes,
    storedPolicies: store.storedPolicies,
  }
}

async function statesOf(sellerId: string): Promise<readonly string[]> {
  const jobs = await store.jobStore.listJobs({ sellerId, kind: undefined, before: undefined, limit: 10 })
  return jobs.map(({ state }) => state).toSorted()
}
