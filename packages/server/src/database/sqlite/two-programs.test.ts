import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openStore } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'

const folder = temporaryFolder()
const issues = 60

/** Issues coupons one call after the other and tells how many it created. */
const issuingProgram = `
  import { openStore } from ${JSON.stringify(new URL('../../store/open-store.ts', import.meta.url).href)}
  import { issuerOf } from ${JSON.stringify(new URL('../../testing/issue-drafts.ts', import.meta.url).href)}
  import { draftOf } from ${JSON.stringify(new URL('../../testing/example-draft.ts', import.meta.url).href)}
  const [, dataDir, name] = process.argv
  const store = await openStore({ dataDir })
  let created = 0
  for (let issue = 0; issue < ${issues}; issue += 1) {
    const drafts = ['shared', name].map((prefix) => draftOf({ couponCode: prefix + issue, channel: name }))
    const outcomes = await issuerOf(store).issueCoupons('111', drafts, 1)
    created += outcomes.filter(({ kind }) => kind === 'created').length
  }
  await store.close()
  process.stdout.write(String(created))
`

async function createdBy(dataDir: string, name: string): Promise<number> {
  return Number(await run(issuingProgram, [dataDir, name]))
}

/** Opens new files at given moments, so that another program that does the same meets it. */
const openingProgram = `
  import { openSqliteEngine } from ${JSON.stringify(new URL('./open-sqlite-engine.ts', import.meta.url).href)}
  const [, folder, firstMs] = process.argv
  for (let file = 0; file < 60; file += 1) {
    while (Date.now() < Number(firstMs) + file * 15);
    const engine = await openSqliteEngine(folder + '/' + file + '.db')
    await engine.transact((transaction) => transaction.run({ text: 'CREATE TABLE IF NOT EXISTS note (id INTEGER)', values: [] }))
    await engine.close()
  }
  process.stdout.write('opened all')
`

async function run(program: string, given: readonly string[]): Promise<string> {
  const options = ['--input-type=module', '--eval', program, ...given]
  const { stdout } = await promisify(execFile)(process.execPath, options)
  return stdout
}

test('two programs may make the same file at the same moment', async () => {
  const given = [folder, String(Date.now() + 500)]
  const opened = await Promise.all([run(openingProgram, given), run(openingProgram, given)])
  expect(opened).toEqual(['opened all', 'opened all'])
})

test('two programs that issue at the same time leave numbers without gaps and every code once', async () => {
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
