import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createGatheredMetrics } from './gathered-metrics.ts'

/** As a worker counts; what it says crosses a channel as JSON. */
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

test('sums counters and histograms, and takes gauges as they say', async () => {
  const [a, b] = [startCounting(), startCounting()]
  a.calls.inc({ code: '0' }, 3)
  b.calls.inc({ code: '0' }, 4)
  b.calls.inc({ code: '7' })
  a.seconds.observe(0.5)
  b.seconds.observe(2)
  a.lag.set(5)
  b.lag.set(2)
  expect(rowsOf(await createGatheredMetrics().text([a, b])).sort()).toEqual(
    [
      ...['calls{code="0"} 7', 'calls{code="7"} 1', 'lag 5'],
      ...['seconds_bucket{le="+Inf"} 2', 'seconds_bucket{le="1"} 1', 'seconds_count 2', 'seconds_sum 2.5'],
    ].sort(),
  )
})

test('keeps what workers counted that are gone, however many, but not how things stood with them', async () => {
  const gathered = createGatheredMetrics()
  for (let round = 1; round <= 3; round += 1) {
    const worker = startCounting()
    worker.calls.inc({ code: '0' }, 10)
    worker.lag.set(9)
    await gathered.text([worker])
    worker.calls.inc({ code: '0' })
    gathered.note(worker, (await worker.metrics()) ?? [])
    gathered.depart(worker)
  }
  const fresh = startCounting()
  expect(rowsOf(await gathered.text([fresh]))).toEqual(expect.arrayContaining(['calls{code="0"} 33', 'lag 0']))
})

test('shows of a worker that does not answer what it said last', async () => {
  const gathered = createGatheredMetrics()
  const worker = startCounting()
  worker.calls.inc({ code: '0' })
  await gathered.text([worker])
  worker.fallSilent()
  expect(rowsOf(await gathered.text([worker]))).toContain('calls{code="0"} 1')
})
