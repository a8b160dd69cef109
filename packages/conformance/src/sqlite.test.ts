import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openStore, type Store } from '#server/testing'
import { storeChecks } from './store-checks.ts'

const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)
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
  for (const { name, run } of storeChecks(() => stores, 60 * soak)) test(name, run)
})
