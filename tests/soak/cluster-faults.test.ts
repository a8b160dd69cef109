import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkNode } from '../../scripts/cluster/check-node.ts'
import { type Deployment, deploy, schema } from '../../scripts/cluster/deployment.ts'
import { awaitWriter, findWriter } from '../../scripts/cluster/find-writer.ts'
import { keepCalling } from '../../scripts/cluster/keep-calling.ts'
import { repeatAcknowledged } from '../../scripts/cluster/repeat-acknowledged.ts'
import {
  type Callers,
  type CallersReport,
  describeReport,
  letCallersWrite,
  runUnderLoad,
} from '../../scripts/cluster/start-callers.ts'
import { recoverAll, rejoin, waitUntilSynced } from '../../scripts/mariadb/galera-cluster.ts'
import { skipsGalera } from '../../scripts/mariadb/installed-programs.ts'
import type { MariadbNode } from '../../scripts/mariadb/mariadb-node.ts'
import { createLifecycleLoad, type Told } from '../harness/lifecycle-load.ts'
import { sizeOf } from '../harness/soak.ts'

const callers = 12
/**
 * What callers may have to wait, at most, when one node of a cluster dies or freezes: 1.5 s until it is suspected, 3 s for a second round of
 * agreement on who is left (`evs.install_timeout`), 2 s for a statement without an answer, and some seconds more. A short run beside others
 * finds only what waits for something else, such as a lock, since the machine may be busy for longer.
 */
const acceptedGapMs = sizeOf(10_000, 45_000)
/** So many of the newest acknowledged writes are sent again to each server. */
const repeatedWrites = sizeOf(100, 15)
/** Before, during and after a fault: more than callers have under way, so that some begin while the fault lasts. */
const enough = { writes: 60, forMs: 1_000 }
/** Of all nodes, whose rows are compared in any case. */
const auditedNodes = sizeOf(3, 1)

/** @returns the node that the fault met */
type Befall = (running: Callers) => Promise<MariadbNode>
type UnderLoad = CallersReport & Readonly<{ met: MariadbNode }>

describe.skipIf(skipsGalera())('Yaoquan on a cluster (skipped where galera-4 and rsync are not installed)', () => {
  const told: Told = { issuedCodes: new Set(), claimedCodes: new Set(), redemptions: new Map(), returned: new Set() }
  let deployment: Deployment

  beforeAll(async () => {
    deployment = await deploy({ servers: 3 })
  })

  afterAll(() => deployment?.stop())

  /** Has callers write through three servers before, during and after what befalls the nodes. */
  async function underLoad(name: string, befall: Befall): Promise<UnderLoad> {
    const plan = { clients: deployment.clients, callers, nextWrite: createLifecycleLoad(name, told) }
    let met: MariadbNode = deployment.nodes[0]
    const report = await runUnderLoad(plan, async (running) => {
      await letCallersWrite(running, enough)
      met = await befall(running)
      await letCallersWrite(running, enough)
    })
    await waitUntilSynced(deployment.nodes)
    console.info(`${name}: ${describeReport(report)}`)
    return { ...report, met }
  }

  async function expectNothingLost({ mishaps, acknowledged, met }: UnderLoad): Promise<void> {
    expect(mishaps).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(100)
    const nodes = [met, ...deployment.nodes.filter((node) => node !== met)]
    for (const node of nodes) expect(await checkNode(node, told)).toMatchObject({ node: node.name, faults: [] })
    // One by one, so that one process runs all the commands.
    for (const node of nodes.slice(0, auditedNodes)) {
      expect(await deployment.verifyEvents(node)).toMatchObject({ isIntact: true })
    }
    for (const client of deployment.clients) {
      expect(await repeatAcknowledged(client, acknowledged.slice(-repeatedWrites))).toEqual([])
    }
  }

  async function findRoles() {
    const writer = await awaitWriter(deployment.nodes)
    const [follower, ...others] = deployment.nodes.filter((node) => node !== writer)
    if (follower === undefined) throw new Error('three nodes have two followers')
    return { writer, follower, others, followers: [follower, ...others] }
  }

  it('loses nothing and goes on in seconds when the node that is written to is killed, and when it comes back', async () => {
    const report = await underLoad('writer-killed', async (running) => {
      const { writer, followers } = await findRoles()
      await writer.kill()
      await letCallersWrite(running, enough)
      expect(followers).toContain(await awaitWriter(deployment.nodes))
      await rejoin(writer, followers)
      return writer
    })
    await expectNothingLost(report)
    expect(report.longestGapMs).toBeLessThan(acceptedGapMs)
  })

  it('loses nothing and goes on in seconds when another node is killed, and when it comes back', async () => {
    const report = await underLoad('follower-killed', async (running) => {
      const { writer, follower, others } = await findRoles()
      await follower.kill()
      await letCallersWrite(running, enough)
      await rejoin(follower, [writer, ...others])
      return follower
    })
    await expectNothingLost(report)
    expect(report.longestGapMs).toBeLessThan(acceptedGapMs)
  })

  it('loses nothing and goes on in seconds when the node that is written to freezes, and when it wakes', async () => {
    const report = await underLoad('writer-frozen', async (running) => {
      const { writer, followers } = await findRoles()
      writer.freeze()
      await letCallersWrite(running, enough)
      expect(followers).toContain(await awaitWriter(followers))
      writer.thaw()
      return writer
    })
    await expectNothingLost(report)
    expect(report.longestGapMs).toBeLessThan(acceptedGapMs)
  })

  it('loses nothing and goes on in seconds when a server freezes amid writes, and then a node that others read from', async () => {
    const [frozen] = deployment.servers
    const report = await underLoad('server-and-read-node-frozen', async () => {
      frozen?.suspend('SIGSTOP')
      await delay(7_000)
      frozen?.suspend('SIGCONT')
      const { follower } = await findRoles()
      await letReadWhileFrozen(follower)
      return follower
    })
    await expectNothingLost(report)
    expect(report.longestGapMs).toBeLessThan(acceptedGapMs)
  })

  /** Waits until queries, a part of which meet the frozen node, are answered for some time. */
  async function letReadWhileFrozen(node: MariadbNode): Promise<void> {
    const [client] = deployment.clients
    node.freeze()
    const reads = keepCalling(4, async () => client?.queryCoupons({ phone: '18600000001' }))
    await expect.poll(() => reads.answered.length).toBeGreaterThan(100)
    node.thaw()
    await reads.stop()
  }

  it('acknowledges nothing without a majority, and loses nothing when two of three are killed and come back', async () => {
    const report = await underLoad('two-killed', async () => {
      const { writer, follower, others } = await findRoles()
      await Promise.all([writer.kill(), follower.kill()])
      await delay(4_000)
      await expect.poll(() => findWriter(others)).toBeUndefined()
      await Promise.all([rejoin(writer, others), rejoin(follower, others)])
      return follower
    })
    await expectNothingLost(report)
  })

  it('loses nothing when all are killed, and the one that has the most begins again', async () => {
    const report = await underLoad('all-killed', async () => {
      await Promise.all(deployment.nodes.map((node) => node.kill()))
      await recoverAll(deployment.nodes)
      return deployment.nodes[0]
    })
    await expectNothingLost(report)
  })

  it('a node gets what it lacks, and a full copy once it has writes that the others do not know', async () => {
    const [first, second, third] = deployment.nodes
    const read = () => first.sql('SET SESSION wsrep_sync_wait = 1; SELECT id FROM kept.note ORDER BY id')
    await first.sql('CREATE DATABASE kept; CREATE TABLE kept.note (id INT PRIMARY KEY)')
    await first.kill()
    // Waits for a quorum.
    await second.sql('INSERT INTO kept.note VALUES (1)')
    expect(await rejoin(first, [second, third])).toBe('increment')
    expect(await read()).toBe('1')

    await Promise.all(deployment.nodes.map((node) => node.kill()))
    await recoverAll([first])
    // Each statement is a transaction of its own.
    const unknown = Array.from({ length: 50 }, (_, place) => `INSERT INTO kept.note VALUES (${101 + place});`)
    await first.sql(unknown.join(' '))
    await first.kill()
    await recoverAll([second, third])
    await second.sql('INSERT INTO kept.note VALUES (2)')
    expect(await rejoin(first, [second, third])).toBe('whole-copy')
    expect(await read()).toBe('1\n2')
    await waitUntilSynced(deployment.nodes)
  })

  it('would have noticed a coupon that is gone and a redemption that stands twice', async () => {
    const [first, second] = deployment.nodes
    await first.sql(`USE ${schema};
      INSERT INTO redemption (seller_id, redemption_id, coupon_seq, order_id, at_ms, shop)
        SELECT seller_id, 'second', coupon_seq, 'other', at_ms, shop FROM redemption
        WHERE returned_at_ms IS NULL ORDER BY coupon_seq DESC LIMIT 1;
      DELETE FROM coupon WHERE seq = 1`)
    const { faults } = await checkNode(second, told)
    expect(faults).toContainEqual(expect.stringMatching(/^1 coupons lost: /))
    expect(faults).toContainEqual('1 redemptions without an answer to a caller: second')
    expect(faults).toContainEqual(expect.stringMatching(/: 2 redemptions, used true$/))
    expect(faults).toContainEqual(expect.stringMatching(/^seq: \d+ rows, highest \d+/))
    expect(await deployment.verifyEvents(second)).toMatchObject({ isIntact: false })
  })
})
