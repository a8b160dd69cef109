import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Check, storeChecks } from '../../packages/conformance/src/store-checks.ts'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { skipsGalera } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedGalera, shareGalera } from '../../scripts/mariadb/share-servers.ts'
import { isShort, lengthOf } from '../harness/soak.ts'

const masterKey = '5a'.repeat(32)

/**
 * Groups of checks that only `npm run soak` plays on a cluster. In most of them one program writes at a time and the others read, with the
 * statements that every run plays on MariaDB. What only a cluster does, undoing a transaction that met one of another node, shows where
 * programs write at the same time.
 */
const groupsOfLongRuns = [
  ...[
    'events',
    'figures',
    'handled findings',
    'inactive members',
    'names',
    'names of shops and categories',
    'past moments',
  ],
  ...[
    'reconciliation',
    'redemptions',
    'refused calls',
    'removed events',
    'retention',
    'searches',
    'texts of erased members',
  ],
]

/** Checks of these groups in which programs write at the same time, so that every run plays them. */
const checksOfEveryRun = [
  'figures > programs that count at the same time count every coupon of large issues once',
  'inactive members > members who come back while they are to be erased are kept, or come back as others',
  'reconciliation > of programs that take the lease of a day one does, and its report replaces the one before',
  'removed events > random lives with removals in between and at the same time keep an intact history',
  'retention > numbers are used, repeated and removed at the same time, and the sum over them stays right',
]

describe.skipIf(skipsGalera())('a cluster of three nodes (skipped where galera-4 and rsync are not installed)', () => {
  const stores: Store[] = []
  let galera: SharedGalera

  beforeAll(async () => {
    galera = await shareGalera()
    // Each program writes to another node, which is how conflicts between nodes come about.
    const urls = await galera.createSchema()
    const open = (url: string) => openStore({ dataDir: '', storeUrl: `${url}?reads=all`, masterKey })
    stores.push(...(await Promise.all(urls.map(open))))
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
    const checks = storeChecks(() => stores, lengthOf(8, 2))
    for (const { name, run } of checks.filter((check) => isPlayed(check))) test(name, run)

    test('what is left to long runs, and what is not, are checks that exist', () => {
      const isOfGroup = (group: string) => checks.some(({ name }) => name.startsWith(`${group} > `))
      expect(groupsOfLongRuns.filter((group) => !isOfGroup(group))).toEqual([])
      expect(checksOfEveryRun.filter((name) => !checks.some((check) => check.name === name))).toEqual([])
    })
  })
})

function isPlayed({ name }: Check): boolean {
  const isOfLongRuns = groupsOfLongRuns.some((group) => name.startsWith(`${group} > `))
  return !isShort || !isOfLongRuns || checksOfEveryRun.includes(name)
}
