import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeChecks } from '../../packages/conformance/src/store-checks.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { skipsGalera } from '../../scripts/mariadb/installed-programs.ts'
import { type Galera, startGalera } from '../../scripts/mariadb/start-galera.ts'
import { lengthOf } from '../harness/soak.ts'

const masterKey = '5a'.repeat(32)

describe.skipIf(skipsGalera())('a cluster of three nodes (skipped where galera-4 and rsync are not installed)', () => {
  const stores: Store[] = []
  let galera: Galera

  beforeAll(async () => {
    galera = await startGalera()
    await galera.nodes[0].sql('CREATE DATABASE conformance')
    // Each program writes to another node, which is how conflicts between nodes come about.
    const ports = galera.nodes.map(({ port }) => `127.0.0.1:${port}`)
    const urls = ports.map((first) => {
      const hosts = [first, ...ports.filter((port) => port !== first)].join(',')
      return `mysql://app:app@${hosts}/conformance?reads=all`
    })
    stores.push(...(await Promise.all(urls.map((storeUrl) => openStore({ dataDir: '', storeUrl, masterKey })))))
  })

  afterAll(async () => {
    for (const store of stores) await store.close()
    await galera?.stop()
  })

  test('what is counted at every node at once is counted, though nodes take each other’s transactions back', async () => {
    for (let round = 0; round < lengthOf(30, 10); round += 1) {
      const appKey = `round-${round}`
      const calls = [...stores, ...stores].map(({ usage }) => usage.addCalls(appKey, '2026-11-24', 2))
      expect(Math.max(...(await Promise.all(calls)))).toBe(2 * calls.length)
    }
  })

  describe('Galera, written to at every node', () => {
    for (const { name, run } of storeChecks(() => stores, lengthOf(8, 2))) test(name, run)
  })
})
