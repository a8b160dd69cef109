import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clusterSizeSeenBy, recoverAll, rejoin, waitUntilSynced } from './galera-cluster.ts'
import { skipsGalera } from './installed-programs.ts'
import type { MariadbNode } from './mariadb-node.ts'
import { type Galera, startGalera } from './start-galera.ts'

describe.skipIf(skipsGalera())('a Galera cluster (skipped where galera-4 and rsync are not installed)', () => {
  let galera: Galera

  beforeAll(async () => {
    galera = await startGalera()
    await galera.nodes[0].sql('CREATE DATABASE kept; CREATE TABLE kept.note (id INT PRIMARY KEY)')
  })

  afterAll(() => galera.stop())

  /** Waits for a quorum, which takes a moment after a member died. */
  const write = (node: MariadbNode, id: number) => node.sql(`INSERT INTO kept.note VALUES (${id})`)

  const read = (node: MariadbNode) => node.sql('SET SESSION wsrep_sync_wait = 1; SELECT id FROM kept.note ORDER BY id')

  it('continues after the death of a member, which rejoins with an incremental transfer', async () => {
    const [first, second, third] = galera.nodes
    await write(first, 1)
    await first.kill()
    await write(second, 2)
    expect(await clusterSizeSeenBy(second)).toBe(2)
    expect(await rejoin(first, [second, third])).toBe('increment')
    await waitUntilSynced(galera.nodes)
    expect(await Promise.all([first, second, third].map(read))).toEqual(['1\n2', '1\n2', '1\n2'])
  })

  it('is bootstrapped from the member with the newest data after all were killed', async () => {
    const [first, second, third] = galera.nodes
    await first.kill()
    await write(second, 3)
    await Promise.all([second.kill(), third.kill()])
    const { bootstrapped } = await recoverAll(galera.nodes)
    expect(bootstrapped).not.toBe(first.name)
    expect(await read(first)).toBe('1\n2\n3')
  })

  it('makes a member with unknown writes request a full copy', async () => {
    const [first, second, third] = galera.nodes
    await Promise.all(galera.nodes.map((node) => node.kill()))
    await recoverAll([first])
    // Each statement is a transaction of its own.
    await first.sql(
      Array.from({ length: 50 }, (_, place) => `INSERT INTO kept.note VALUES (${101 + place});`).join(' '),
    )
    await first.kill()
    await recoverAll([second, third])
    await write(second, 4)
    expect(await rejoin(first, [second, third])).toBe('whole-copy')
    await waitUntilSynced(galera.nodes)
    expect(await read(first)).toBe('1\n2\n3\n4')
  })
})
