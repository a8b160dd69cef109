import { existsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { findProgram, isMariadbInstalled } from '../scripts/mariadb/installed-programs.ts'
import { startMariadb } from '../scripts/mariadb/start-mariadb.ts'
import { executablePath } from '../tests/harness/browser.ts'
import { benchmarkAttacks } from './attacks.ts'
import { benchmarkBasket } from './basket.ts'
import { benchmarkBulk, bulkRows } from './bulk.ts'
import { benchmarkCachedPages } from './cached-pages.ts'
import { benchmarkConsole } from './console.ts'
import { benchmarkErasing } from './erase.ts'
import { benchmarkFairness, otherCheckout } from './fairness.ts'
import { benchmarkFigures } from './figures.ts'
import { benchmarkFirstLoad } from './first-load.ts'
import { type DataOptions, dataOptions } from './harness/data-options.ts'
import { benchmarkLifecycle } from './life.ts'
import { benchmarkMembers } from './members.ts'
import { benchmarkPages } from './pages.ts'
import { benchmarkQueries } from './query.ts'
import { benchmarkRandomMembers } from './random-members.ts'
import { benchmarkServedWrites } from './served-writes.ts'
import { benchmarkShadow } from './shadow.ts'
import { benchmarkStart } from './start.ts'
import { benchmarkWorkers } from './workers.ts'

const [cpu] = cpus()
console.log(
  `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}; ratios are medians of paired rounds in this run`,
)
const options = dataOptions()
const selected = process.argv.slice(2).filter((argument) => /^[a-z]/.test(argument))
await section('Basket', benchmarkBasket, 'wrk')
await section('Query', () => benchmarkQueries(options), 'wrk')
await section('Query of random members', () => benchmarkRandomMembers(options, otherCheckout()), 'wrk')
await section('Cached pages during writes', () => benchmarkCachedPages(options), 'wrk')
await section('Any page', () => benchmarkPages(options), 'wrk')
await section('Any page on MariaDB', () => benchmarkPagesOnMariadb(options), 'wrk')
await section('Members', benchmarkMembers)
await section('Several processes', () => benchmarkWorkers(options), 'wrk')
await section('Beside attacks', () => benchmarkAttacks({ sockets: 1_000, seconds: 5 }))
await section('Writing', benchmarkLifecycle)
await section('Served writes', benchmarkServedWrites)
await section('Figures', benchmarkFigures)
await section('Console', () => benchmarkConsole(options), 'chromium')
await section('First load', benchmarkFirstLoad, 'chromium')
await section('Bulk', () => benchmarkBulk(bulkRows()))
await section('Erasing', () => benchmarkErasing(options))
await section('Shadow', benchmarkShadow)
await section('Start', () => benchmarkStart(otherCheckout()))
await section('Fairness', () => benchmarkFairness(otherCheckout()))

/**
 * Runs a section if its title contains a word of the command line, for example `npm run bench -- fairness`, or there is none. What
 * lacks a program is skipped by its name; what fails is said, and the others run.
 */
async function section(title: string, measure: () => Promise<string>, needed?: 'wrk' | 'chromium'): Promise<void> {
  if (selected.length > 0 && !selected.some((word) => title.toLowerCase().includes(word))) return
  console.log(`\n## ${title}\n`)
  if (needed !== undefined && !isInstalled(needed)) return console.log(`skipped: ${needed} is not installed`)
  try {
    console.log(await measure())
  } catch (error) {
    console.error(error)
    process.exitCode = 1
  }
}

function isInstalled(program: 'wrk' | 'chromium'): boolean {
  return program === 'chromium' ? existsSync(executablePath) : findProgram(program) !== undefined
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
