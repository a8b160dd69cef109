import { isGaleraInstalled } from '../mariadb/installed-programs.ts'
import { startGalera } from '../mariadb/start-galera.ts'
import { startMariadb } from '../mariadb/start-mariadb.ts'
import type { CallFigures } from './keep-calling.ts'
import { callServerAhead, type FaultFigures, type FaultTimes, freezeReadNode, freezeServer } from './server-faults.ts'
import { createServerGroup, type ServerGroup } from './server-group.ts'

/**
 * Prints how a frozen server, a server whose clock is ahead, and a frozen read node affect calls through other servers.
 * Usage: `node scripts/cluster/faults.ts [seconds]`
 */
const faultSeconds = Number(process.argv[2] ?? 20)
const times: FaultTimes = { beforeMs: 5_000, faultMs: faultSeconds * 1000, afterMs: 5_000 }
const aheadMs = 540_000
const options = 'timeout_ms=2000'

async function onServers(storeUrl: string, measure: (group: ServerGroup) => Promise<void>): Promise<void> {
  const group = await createServerGroup(storeUrl)
  try {
    await measure(group)
  } finally {
    await group.stop()
  }
}

async function measureServers(database: string, group: ServerGroup): Promise<void> {
  const [first, second, third] = [await group.start(), await group.start(), await group.start()]
  print(database, await freezeServer([first, second, third], times))
  const ahead = await group.start(aheadMs)
  print(database, await callServerAhead([second, third], ahead, times))
}

function print(database: string, figures: readonly FaultFigures[]): void {
  for (const { name, calls, before, during, settled, after } of figures) {
    const rates = [before, settled, after].map(({ perSecond }) => perSecond.toFixed(0))
    const waits = [before, settled].map(({ p50Ms }) => p50Ms.toFixed(1))
    console.log(`| ${[database, name, calls, ...rates, seconds(during), ...waits].join(' | ')} |`)
  }
}

function seconds({ standstillMs }: CallFigures): string {
  return `${(standstillMs / 1000).toFixed(1)} s`
}

if (!isGaleraInstalled()) {
  console.error('请先安装 (install first): apt-get install mariadb-server galera-4 rsync socat')
  process.exit(2)
}
console.log(
  '| database | fault | calls through the other servers | per s before | during, from 3 s on | after | longest standstill | p50 before, ms | p50 during |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
const mariadb = await startMariadb()
try {
  await onServers(`${await mariadb.createSchema()}?${options}`, (group) => measureServers('MariaDB', group))
} finally {
  await mariadb.stop()
}
const galera = await startGalera()
try {
  await galera.nodes[0].sql('CREATE DATABASE writes; CREATE DATABASE readings')
  await onServers(`${galera.url('writes')}?${options}`, (group) => measureServers('Galera', group))
  await onServers(`${galera.url('readings')}?${options}&reads=all`, async (group) => {
    const servers = [await group.start(), await group.start(), await group.start()]
    print('Galera', await freezeReadNode(servers, galera.nodes[2], times))
  })
} finally {
  await galera.stop()
}
