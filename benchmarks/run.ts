import { cpus } from 'node:os'
import { benchmarkBulk, bulkRows } from './bulk.ts'
import { chainOptions } from './harness/chain-options.ts'
import { benchmarkLife } from './life.ts'
import { benchmarkPages } from './pages.ts'
import { benchmarkQueries } from './query.ts'
import { benchmarkWorkers } from './workers.ts'

const [cpu] = cpus()
console.log(
  `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}; ratios are medians of paired rounds in this run\n`,
)
console.log(await benchmarkQueries(chainOptions()))
console.log(`\n${await benchmarkPages(chainOptions())}`)
console.log(`\n${await benchmarkWorkers(chainOptions())}`)
console.log(`\n${await benchmarkLife()}`)
console.log(`\n${await benchmarkBulk(bulkRows())}`)
