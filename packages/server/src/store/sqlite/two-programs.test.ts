import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { openStore } from '../open-store.ts'

const folder = temporaryFolder()
const issues = 60

/** Issues coupons one call after the other and tells how many it created. */
const issuingProgram = `
  import { openStore } from ${JSON.stringify(new URL('../open-store.ts', import.meta.url).href)}
  import { draftOf } from ${JSON.stringify(new URL('../../domain/coupon/draft-fixture.ts', import.meta.url).href)}
  const [, dataDir, name] = process.argv
  const store = await openStore({ dataDir })
  let created = 0
  for (let issue = 0; issue < ${issues}; issue += 1) {
    const drafts = ['shared', name].map((prefix) => draftOf({ couponCode: prefix + issue, channel: name }))
    const outcomes = await store.couponIssuer.issueCoupons('111', drafts, 1)
    created += outcomes.filter(({ kind }) => kind === 'created').length
  }
  await store.close()
  process.stdout.write(String(created))
`

async function createdBy(dataDir: string, name: string): Promise<number> {
  const program = ['--input-type=module', '--eval', issuingProgram, dataDir, name]
  const { stdout } = await promisify(execFile)(process.execPath, program, { timeout: 20_000 })
  return Number(stdout)
}

test('two programs that issue at once leave numbers without gaps and every code once', async () => {
  const dataDir = join(folder, 'data')
  const created = await Promise.all([createdBy(dataDir, 'left'), createdBy(dataDir, 'right')])
  expect(created[0] + created[1]).toBe(3 * issues)
  const store = await openStore({ dataDir })
  const page = { sellerId: '111', filter: {}, pageSize: 200, pageNum: 1 }
  const { coupons, totalCount } = await store.couponReader.findCouponPage(page)
  const channels = ['left', 'right'].map((channel) =>
    store.couponReader.findCouponPage({ ...page, filter: { channel } }),
  )
  const ofChannels = await Promise.all(channels)
  await store.close()
  expect(totalCount).toBe(3 * issues)
  expect(coupons.map(({ seq }) => seq)).toEqual(Array.from({ length: 3 * issues }, (_, place) => place + 1))
  expect(ofChannels.map((found) => found.totalCount).toSorted()).toEqual(created.toSorted())
  expect(ofChannels.flatMap((found) => found.coupons)).toHaveLength(3 * issues)
})
