import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { type ExplainedResult, methodsOf, type Refused, refuseCalls } from '../harness/refusal-workload.ts'
import { seededRandom } from '../harness/seeded-random.ts'

/** In a soak run there are 10,000 refusals. */
const isSoak = process.env['YAOQUAN_SOAK'] !== undefined
const count = isSoak ? 10_000 : 500
/** Each takes five times as long as on SQLite. */
const countOnMariadb = isSoak ? 10_000 : 150
const masterKey = '5a'.repeat(32)

/** Explains refusals by another program, long after: what that program has is only what is stored. */
async function explainAll(store: Store, refused: readonly Refused[]): Promise<readonly ExplainedResult[]> {
  const { call } = methodsOf(store)
  const at = { requestId: 'asking', nowMs: Date.parse('2030-01-01T00:00:00+08:00') }
  const results: ExplainedResult[] = []
  for (const { requestId } of refused) {
    const result: object = await call('yaoquan.coupon.explain', { requestId }, at)
    results.push(result as ExplainedResult)
  }
  return results
}

async function compare(open: () => Promise<Store>, calls = count): Promise<void> {
  const seed = Number(process.env['YAOQUAN_SEED'] ?? Date.now() % 1_000_000)
  const store = await open()
  const refused = await refuseCalls(store, seededRandom(seed), calls)
  await store.close()
  const later = await open()
  const explained = await explainAll(later, refused)
  await later.close()
  const different = refused.flatMap((call, place) => {
    const { call: told, explanations = [], errorCode } = explained[place] ?? {}
    const isEqual = told?.refusedCode === call.errorCode && told.isDifferent === undefined
    return isEqual ? [] : [{ ...call, told, errorCode, explanations }]
  })
  expect({ seed, different: different.slice(0, 5), count: different.length }).toEqual({ seed, different: [], count: 0 })
  if (calls < count) return
  // The workload must refuse for many reasons, and most refusals have a way out.
  expect(new Set(refused.map(({ errorCode }) => errorCode)).size).toBeGreaterThan(14)
  const changes = explained.flatMap(({ explanations }) =>
    explanations.map(({ nearestChange }) => nearestChange?.changeCode),
  )
  expect(new Set(changes).size).toBeGreaterThan(5)
}

describe('refusals of a random workload, explained afterwards from stored data alone, have equal codes', () => {
  it(`${count} on SQLite`, { timeout: 3_600_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-explain-'))
    await compare(() => openStore({ dataDir, masterKey }))
    await rm(dataDir, { recursive: true, force: true })
  })

  it.skipIf(skipsMariadb())(
    `${countOnMariadb} on MariaDB (skipped where mariadb-server is not installed)`,
    { timeout: 3_600_000 },
    async () => {
      const server = await shareMariadb()
      const storeUrl = await server.createSchema()
      await compare(() => openStore({ dataDir: '', storeUrl, masterKey }), countOnMariadb)
      await server.stop()
    },
  )
})
