import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkNode } from '../../scripts/cluster/check-node.ts'
import { type Deployment, deploy, schema } from '../../scripts/cluster/deployment.ts'
import { awaitWriter, findWriter } from '../../scripts/cluster/find-writer.ts'
import { figuresBetween, keepCalling } from '../../scripts/cluster/keep-calling.ts'
import { longestGap } from '../../scripts/cluster/longest-gap.ts'
import { repeatAcknowledged } from '../../scripts/cluster/repeat-acknowledged.ts'
import {
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
 * agreement on who is left (`evs.install_timeout`), 2 s for a statement without an answer, and as long again for a busy machine.
 */
const acceptedGapMs = 10_000
/** So many of the newest acknowledged writes are sent again. */
const repeatedWrites = sizeOf(100, 40)
/** Before and after a fault. */
const enough = { writes: 60, forMs: 1_000 }

type UnderLoad = CallersReport & Readonly<{ calmGapMs: number }>

describe.skipIf(skipsGalera())('Yaoquan on a cluster (skipped where galera-4 and rsync are not installed)', () => {
  const told: Told = { issuedCodes: new Set(), claimedCodes: new Set(), redemptions: new Map(), returned: new Set() }
  let deployment: Deployment

  beforeAll(async () => {
    deployment = await deploy({ servers: 3 })
  })

  afterAll(() => deployment?.stop())

  /** Has callers write through three servers before, during and after what befalls the nodes. */
  async function underLoad(name: string, befall: () => Promise<void>): Promise<UnderLoad> {
    const plan = { clients: deployment.clients, callers, nextWrite: createLifecycleLoad(name, told) }
    let calmGapMs = 0
    const report = await runUnderLoad(plan, async (running) => {
      await letCallersWrite(running, enough)
      calmGapMs = longestGap(running.acknowledgedAtMs)
      await befall()
      await letCallersWrite(running, enough)
    })
    await waitUntilSynced(deployment.nodes)
    console.info(`${name}: ${describeReport(report)} (${(calmGapMs / 1000).toFixed(1)} s before the fault)`)
    return { ...report, calmGapMs }
  }

  async function expectNothingLost({ mishaps, acknowledged }: CallersReport): Promise<void> {
    expect(mishaps).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(100)
    // One by one, so that one process runs all the commands.
    for (const node of deployment.nodes) {
      expect(await checkNode(node, told)).toMatchObject({ node: node.name, faults: [] })
      expect(await deployment.verifyEvents(node)).toMatchObject({ isIntact: true })
    }
    for (const client of deployment.clients) {
      expect(await repeatAcknowledged(client, acknowledged.slice(-repeatedWrites))).toEqual([])
    }
  }

  async function findRoles(): Promise<Readonly<{ writer: MariadbNode; followers: readonly MariadbNode[] }>> {
    const writer = await awaitWriter(deployment.nodes)
    return { writer, followers: deployment.nodes.filter((node) => node !== writer) }
  }

  /** What the machine itself stands still for comes on top, as far as it showed before the fault. */
  function expectShortGap({ longestGapMs, calmGapMs }: UnderLoad): void {
    expect(longestGapMs).toBeLessThan(acceptedGapMs + calmGapMs)
  }

  it('loses nothing and goes on in seconds when the node that is written to is killed, and when it comes back', async () => {
    const report = await underLoad('writer-killed', async () => {
      const { writer, followers } = await findRoles()
      await writer.kill()
      await delay(5_000)
      expect(followers).toContain(await awaitWriter(deployment.nodes))
      await rejoin(writer, followers)
    })
    await expectNothingLost(report)
    expectShortGap(report)
  })

  it('loses nothing and goes on in seconds when another node is killed, and when it comes back', async () => {
    const report = await underLoad('follower-killed', async () => {
      const { followers } = await findRoles()
      const [killed, ...others] = followers
      await killed?.kill()
      await delay(5_000)
      if (killed !== undefined) await rejoin(killed, others)
    })
    await expectNothingLost(report)
    expectShortGap(report)
  })

  it('loses nothing and goes on in seconds when the node that is written to freezes, and when it wakes', async () => {
    const report = await underLoad('writer-frozen', async () => {
      const { writer, followers } = await findRoles()
      writer.freeze()
      await delay(8_000)
      expect(followers).toContain(await awaitWriter(followers))
      writer.thaw()
    })
    await expectNothingLost(report)
    expectShortGap(report)
  })

  it('loses nothing and goes on in seconds when a server freezes amid writes, and then a node that others read from', async () => {
    const [frozen] = deployment.servers
    let readsStoodStillMs = Number.POSITIVE_INFINITY
    const report = await underLoad('server-and-read-node-frozen', async () => {
      frozen?.suspend('SIGSTOP')
      await delay(7_000)
      frozen?.suspend('SIGCONT')
      const { followers } = await findRoles()
      readsStoodStillMs = await standstillWhileFrozen(followers[0])
    })
    await expectNothingLost(report)
    expectShortGap(report)
    expect(readsStoodStillMs).toBeLessThan(acceptedGapMs + report.calmGapMs)
  })

  /** @returns the longest time in which no query was answered while a node was frozen */
  async function standstillWhileFrozen(node: MariadbNode | undefined): Promise<number> {
    const [client] = deployment.clients
    const reads = keepCalling(4, async () => client?.queryCoupons({ phone: '18600000001' }))
    const frozenAtMs = performance.now()
    node?.freeze()
    await delay(7_000)
    node?.thaw()
    const { standstillMs } = figuresBetween(reads, frozenAtMs, performance.now())
    await reads.stop()
    return standstillMs
  }

  it('acknowledges nothing without a majority, and loses nothing when two of three are killed and come back', async () => {
    const report = await underLoad('two-killed', async () => {
      const { writer, followers } = await findRoles()
      const [second, ...survivors] = followers
      if (second === undefined) throw new Error('three nodes have two followers')
      await Promise.all([writer.kill(), second.kill()])
      await delay(4_000)
      await expect.poll(() => findWriter(survivors)).toBeUndefined()
      await Promise.all([rejoin(writer, survivors), rejoin(second, survivors)])
    })
    await expectNothingLost(report)
  })

  it('loses nothing when all are killed, and the one that has the most begins again', async () => {
    const report = await underLoad('all-killed', async () => {
      await Promise.all(deployment.nodes.map((node) => node.kill()))
      await recoverAll(deployment.nodes)
    })
    await expectNothingLost(report)
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
