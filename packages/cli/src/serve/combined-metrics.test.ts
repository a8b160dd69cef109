import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createCombinedMetrics } from './combined-metrics.ts'

/** Metrics like those of a worker, which cross a channel as JSON. */
function startCounting() {
  const registers = [new Registry()]
  const calls = new Counter({ name: 'calls', help: 'calls', labelNames: ['code'], registers })
  const seconds = new Histogram({ name: 'seconds', help: 'seconds', buckets: [1], registers })
  const lag = new Gauge({ name: 'lag', help: 'lag', registers, aggregator: 'max' })
  let isSilent = false
  const metrics = async (): Promise<readonly object[] | undefined> =>
    isSilent ? undefined : JSON.parse(JSON.stringify(await registers[0]?.getMetricsAsJSON()))
  return { calls, seconds, lag, metrics, fallSilent: () => (isSilent = true) }
}

const rowsOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

test('sums counters and histograms, and combines gauges by their aggregator', async () => {
  const [a, b] = [startCounting(), startCounting()]
  a.calls.inc({ code: '0' }, 3)
  b.calls.inc({ code: '0' }, 4)
  b.calls.inc({ code: '7' })
  a.seconds.observe(0.5)
  b.seconds.observe(2)
  a.lag.set(5)
  b.lag.set(2)
  expect(rowsOf(await createCombinedMetrics().text([a, b])).sort()).toEqual(
    [
      ...['calls{code="0"} 7', 'calls{code="7"} 1', 'lag 5'],
      ...['seconds_bucket{le="+Inf"} 2', 'seconds_bucket{le="1"} 1', 'seconds_count 2', 'seconds_sum 2.5'],
    ].sort(),
  )
})

test('keeps the counters of ended workers, however many, but not their gauges', async () => {
  const combined = createCombinedMetrics()
  for (let round = 1; round <= 3; round += 1) {
    const worker = startCounting()
    worker.calls.inc({ code: '0' }, 10)
    worker.lag.set(9)
    await combined.text([worker])
    worker.calls.inc({ code: '0' })
    combined.record(worker, (await worker.metrics()) ?? [])
    combined.remove(worker)
  }
  const fresh = startCounting()
  expect(rowsOf(await combined.text([fresh]))).toEqual(expect.arrayContaining(['calls{code="0"} 33', 'lag 0']))
})

test('uses the last known metrics of a worker that does not respond', async () => {
  const combined = createCombinedMetrics()
  const worker = startCounting()
  worker.calls.inc({ code: '0' })
  await combined.text([worker])
  worker.fallSilent()
  expect(rowsOf(await combined.text([worker]))).toContain('calls{code="0"} 1')
})
