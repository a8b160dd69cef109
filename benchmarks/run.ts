import { cpus, totalmem } from 'node:os'
import { isMariadbInstalled } from '../scripts/mariadb/installed-programs.ts'
import { startMariadb } from '../scripts/mariadb/start-mariadb.ts'
import { benchmarkAttacks } from './attacks.ts'
import { benchmarkBasket } from './basket.ts'
import { benchmarkBulk, bulkRows } from './bulk.ts'
import { benchmarkCachedPages } from './cached-pages.ts'
import { benchmarkConsole } from './console.ts'
import { benchmarkErasing } from './erase.ts'
import { benchmarkFairness, otherCheckout } from './fairness.ts'
import { benchmarkFigures } from './figures.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'

import { benchmarkLifecycle } from './life.ts'
import { benchmarkMembers } from './members.ts'
import { benchmarkPages } from './pages.ts'
import { benchmarkQueries } from './query.ts'
import { benchmarkRandomMembers } from './random-members.ts'
import { benchmarkStart } from './start.ts'
import { benchmarkWorkers } from './workers.ts'

const [cpu] = cpus()
console.log(
  `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}; ratios are medians of paired rounds in this run`,
)
const options = dataOptions()
const selected = process.argv.slice(2).filter((argument) => /^[a-z]/.test(argument))
await section('Basket', benchmarkBasket)
await section('Query', () => benchmarkQueries(options))
await section('Query of random members', () => benchmarkRandomMembers(options, otherCheckout()))
await section('Cached pages during writes', () => benchmarkCachedPages(options))
await section('Any page', () => benchmarkPages(options))
await section('Any page on MariaDB', () => benchmarkPagesOnMariadb(options))
await section('Members', benchmarkMembers)
await section('Several processes', () => benchmarkWorkers(options))
await section('Beside attacks', () => benchmarkAttacks({ sockets: 1_000, seconds: 5 }))
await section('Writing', benchmarkLifecycle)
await section('Figures', benchmarkFigures)
await section('Console', () => benchmarkConsole(options))
await section('Bulk', () => benchmarkBulk(bulkRows()))
await section('Erasing', () => benchmarkErasing(options))
await section('Start', () => benchmarkStart(otherCheckout()))
await section('Fairness', () => benchmarkFairness(otherCheckout()))

/** Runs a section if its title contains a word of the command line, for example `npm run bench -- fairness`, or there is none. */
async function section(title: string, measure: () => Promise<string>): Promise<void> {
  if (selected.length > 0 && !selected.some((word) => title.toLowerCase().includes(word))) return
  console.log(`\n## ${title}\n`)
  console.log(await measure())
}

/** Starts a MariaDB server whose buffer pool has room for the keys and the read pages of ten million coupons. */
async function benchmarkPagesOnMariadb({ coupons }: DataOptions): Promise<string> {
  if (!isMariadbInstalled()) return 'skipped: mariadb-server is not installed'
  const bufferMb = Math.floor(totalmem() / 4 / 2 ** 20)
  const server = await startMariadb([`innodb_buffer_pool_size=${bufferMb}M`, 'innodb_log_file_size=1G'])
  try {
    return await benchmarkPages({ coupons, storeUrl: await server.createSchema() })
  } finally {
    await server.stop()
  }
}
