import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openStore, type Store } from '#server/testing'
import { storeChecks } from './store-checks.ts'

/** `YAOQUAN_SOAK=1` makes it 60. */
const modelRuns = 60 * Number(process.env['YAOQUAN_SOAK'] ?? 0.4)
const dataDir = mkdtempSync(join(tmpdir(), 'yaoquan-conformance-'))
const stores: Store[] = []

beforeAll(async () => {
  stores.push(await openStore({ dataDir }), await openStore({ dataDir }))
})

afterAll(async () => {
  for (const store of stores) await store.close()
  rmSync(dataDir, { recursive: true })
})

describe('SQLite', () => {
  for (const { name, run } of storeChecks(() => stores, modelRuns)) test(name, run)
})
