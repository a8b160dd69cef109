import { setTimeout as delay } from 'node:timers/promises'
import { createLifecycleLoad, type Told } from '../../tests/harness/lifecycle-load.ts'
import { rejoin, waitUntilSynced } from '../mariadb/galera-cluster.ts'
import { isGaleraInstalled } from '../mariadb/installed-programs.ts'
import { checkNode } from './check-node.ts'
import { type Deployment, deploy } from './deployment.ts'
import { awaitWriter } from './find-writer.ts'
import { repeatAcknowledged } from './repeat-acknowledged.ts'
import { type CallersReport, runUnderLoad } from './start-callers.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import { watchWrites } from './watch-writes.ts'

const servers = 2
const callers = 12
/** How many of the newest acknowledged writes are repeated. */
const repeatedWrites = 300

/**
 * Demonstrates on this machine that a cluster under load can lose a node without losing data.
 * @returns the exit code: 0 if all checks pass
 */
async function demonstrate(timeline: Timeline): Promise<number> {
  timeline.say('启动三个数据库节点和两个药券服务', 'starting three database nodes and two Yaoquan servers')
  const deployment = await deploy({ servers })
  try {
    const told: Told = { issuedCodes: new Set(), claimedCodes: new Set(), redemptions: new Map(), returned: new Set() }
    const report = await loseTheWriter(deployment, told, timeline)
    await waitUntilSynced(deployment.nodes)
    const faults = await check(deployment, told, report, timeline)
    for (const fault of faults) timeline.say(`不符: ${fault}`, 'check failed')
    const verdict = faults.length === 0
    if (verdict)
      timeline.say('全部成立：无丢失，无重复，无断号', 'all checks pass: nothing lost, nothing done twice, no gaps')
    return verdict ? 0 : 1
  } finally {
    await deployment.stop()
  }
}

async function loseTheWriter(deployment: Deployment, told: Told, timeline: Timeline): Promise<CallersReport> {
  const { nodes, clients } = deployment
  const plan = { clients, callers, nextWrite: createLifecycleLoad('demo', told) }
  timeline.say(`${callers} 个调用方开始发券、领券、锁定、核销、退回`, 'callers issue, claim, hold, redeem and return')
  const report = await runUnderLoad(plan, async (running) => {
    const stopWatching = watchWrites(running, nodes, timeline)
    try {
      await delay(5_000)
      await killAndRejoin(nodes, timeline)
      await delay(4_000)
    } finally {
      await stopWatching()
    }
  })
  const gap = (report.longestGapMs / 1000).toFixed(1)
  timeline.say(
    `共确认 ${report.acknowledged.length} 次写入，重试 ${report.repeated} 次，最长 ${gap} 秒无人得到确认`,
    'acknowledged writes; retries; longest time without an acknowledgement',
  )
  return report
}

async function killAndRejoin(nodes: Deployment['nodes'], timeline: Timeline): Promise<void> {
  const writer = await awaitWriter(nodes)
  await writer.kill()
  timeline.say(`kill -9 写入节点 ${writer.name}`, 'killed the node that receives the writes')
  await delay(6_000)
  timeline.say(`重新启动 ${writer.name}`, 'restarting the killed node')
  const others = nodes.filter((node) => node !== writer)
  const manner = (await rejoin(writer, others)) === 'increment' ? '增量' : '全量'
  timeline.say(`${writer.name} 已${manner}同步并重新加入`, 'the node has synced and rejoined')
}

/** @returns the failed checks */
async function check(
  { nodes, clients, verifyEvents }: Deployment,
  told: Told,
  { mishaps, acknowledged }: CallersReport,
  timeline: Timeline,
): Promise<readonly string[]> {
  const faults = [...mishaps]
  for (const node of nodes) {
    const { coupons, redemptions, events, faults: found } = await checkNode(node, told)
    const verdict = await verifyEvents(node)
    faults.push(...found.map((fault) => `${node.name}: ${fault}`))
    if (!verdict.isIntact) faults.push(`${node.name}: ${verdict.text}`)
    timeline.say(
      `${node.name}: ${coupons} 张券、${redemptions} 次核销、${events} 个事件，已与调用方所得逐一比对`,
      'coupons, redemptions and events compared with the answers to callers; hash chain verified',
    )
  }
  const repeated = acknowledged.slice(-repeatedWrites)
  for (const client of clients) faults.push(...(await repeatAcknowledged(client, repeated)))
  timeline.say(
    `每个服务重发 ${repeated.length} 次已确认的写入，答复须相同`,
    'acknowledged writes repeated on each server',
  )
  return faults
}

process.once('SIGINT', () => process.exit(130))
if (isGaleraInstalled()) process.exitCode = await demonstrate(createTimeline(console.log))
else {
  console.error('请先安装 (install first): apt-get install mariadb-server galera-4 rsync socat')
  process.exitCode = 2
}
