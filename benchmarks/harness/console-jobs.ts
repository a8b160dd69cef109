import { writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createJob, getJob, startJob } from '@yaoquan/api'
import { addDays, dayOf } from '../../packages/server/src/domain/dates.ts'
import type { ChildServer } from './child-server.ts'
import type { Operator } from './console-operator.ts'
import { memberPhone } from './large-seller.ts'
import { memberCount } from './lived-in-seller.ts'
import type { OpenLoopOrder, OpenLoopTimes } from './open-loop.ts'
import { signedBody } from './signed-body.ts'
import { percentile } from './time-queries.ts'

type Bench = Readonly<{ operator: Operator; size: number; server: ChildServer }>

/** Phone queries beside the work. */
const queriesPerSecond = 50
const exportedRows = Number(process.env['BENCH_EXPORTED'] ?? 1_000_000)
/** For a job to end. */
const patienceMs = 30 * 60_000

/**
 * Measures the dry run and the run of an extension of all coupons that were issued in a week, and an export of up to a million rows, each with
 * phone queries beside it.
 * @returns a Markdown table
 */
export async function benchmarkJobs(bench: Bench): Promise<string> {
  const alone = await beside(bench, async () => {
    await delay(10_000)
    return ''
  })
  let jobId = ''
  const dryRun = await beside(bench, async () => {
    const drafted = await draft(bench)
    jobId = drafted.jobId
    return `${drafted.total.toLocaleString('en')} coupons, ${drafted.willChange.toLocaleString('en')} would change`
  })
  const run = await beside(bench, () => runJob(bench, jobId))
  const exported = await beside(bench, () => exportSome(bench))
  return [
    '| work | seconds | processor, s | peak memory, MB | phone queries beside it: p50, ms | p99 | longest | what came |',
    '|---|---|---|---|---|---|---|---|',
    row('nothing', alone),
    row('dry run of an extension of all that match', dryRun),
    row('the job', run),
    row('export', exported),
  ].join('\n')
}

type Done = Readonly<{ seconds: number; processorS: number; peakMb: number; times: readonly number[]; came: string }>

function row(name: string, { seconds, processorS, peakMb, times, came }: Done): string {
  const latency = [0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(1))
  return `| ${name} | ${seconds.toFixed(1)} | ${processorS.toFixed(1)} | ${peakMb} | ${latency.join(' | ')} | ${came} |`
}

/** Does some work while phones are queried. */
async function beside({ server, size }: Bench, work: () => Promise<string>): Promise<Done> {
  // Linux: the peak of memory begins anew.
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5')
  const processorStart = server.processorMs()
  const startMs = performance.now()
  let isDone = false
  const working = work().finally(() => {
    isDone = true
  })
  const times: number[] = []
  while (!isDone) times.push(...(await queryFor(server.url, size)))
  const came = await working
  const seconds = (performance.now() - startMs) / 1000
  const processorS = (server.processorMs() - processorStart) / 1000
  return { seconds, processorS, peakMb: server.peakMemoryMb(), times: times.toSorted((a, b) => a - b), came }
}

let requested = 0

/** Some seconds of phone queries, each of another member. */
function queryFor(url: string, size: number): Promise<readonly number[]> {
  const seconds = 5
  const bodies = Array.from({ length: queriesPerSecond * seconds }, () => {
    requested += 1
    return signedBody(
      { phone: memberPhone((requested * 7_919) % memberCount(size)), page_size: 20, page_num: 1 },
      'json',
    )
  })
  const workerData: OpenLoopOrder = { url, bodies, perSecond: queriesPerSecond, seconds }
  const worker = new Worker(new URL('./open-loop.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.once('message', ({ timesMs, failures }: OpenLoopTimes) => {
      if (failures > 0) reject(new Error(`${failures} phone queries failed`))
      else resolve(timesMs)
    })
    worker.once('error', reject)
  })
}

async function draft({ operator }: Bench) {
  const today = dayOf(Date.now())
  const filter = { issuedFrom: addDays(today, -187), issuedTo: addDays(today, -181) }
  const endDate = addDays(today, 600)
  const { result } = await operator.call(createJob, { kind: 'extend', filter, endDate, reason: '测量' })
  if (result.job === undefined) throw new Error(`no job: ${JSON.stringify(result)}`)
  const { jobId, total, preview } = result.job
  return { jobId, total, willChange: preview?.willChange ?? 0 }
}

async function runJob({ operator }: Bench, jobId: string): Promise<string> {
  const { job } = (await operator.call(getJob, { jobId })).result
  const started = (await operator.call(startJob, { jobId, confirmCount: job?.preview?.willChange ?? 0 })).result
  if (!started.success) throw new Error(`the job did not start: ${JSON.stringify(started)}`)
  const endMs = performance.now() + patienceMs
  while (performance.now() < endMs) {
    const found = (await operator.call(getJob, { jobId })).result.job
    if (found?.state === 'done') {
      return `${found.done.toLocaleString('en')} changed, ${found.refused.toLocaleString('en')} refused`
    }
    await delay(1_000)
  }
  throw new Error('the job did not end')
}

/** Reads an export until it has had a million rows, or ends. */
async function exportSome({ operator }: Bench): Promise<string> {
  const answer = await operator.post('export', { list: 'coupons', filter: {}, language: 'zh' })
  if (answer.status !== 200 || answer.body === null) throw new Error(`an export was answered with ${answer.status}`)
  let rows = -1
  let bytes = 0
  for await (const piece of answer.body) {
    bytes += piece.length
    for (const byte of piece) if (byte === newline) rows += 1
    if (rows >= exportedRows) break
  }
  return `${rows.toLocaleString('en')} rows, ${Math.round(bytes / 2 ** 20)} MB`
}

const newline = 10
