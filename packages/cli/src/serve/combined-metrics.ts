import type { MetricObject, Registry } from 'prom-client'
import type { WorkerProcess } from './worker-process.ts'

/** Combines the metrics of all workers into those of one server. */
export type CombinedMetrics = Readonly<{
  /** Metrics in Prometheus text format. For a worker that does not respond, its last known metrics are used. */
  text(workers: Iterable<MetricsSource>): Promise<string>
  /** Records the last metrics of a worker. */
  record(worker: MetricsSource, metrics: readonly object[]): void
  /** Removes a worker that ended but keeps its counters: a falling total would look like a restart of the whole server. */
  remove(worker: MetricsSource): void
}>

/** The JSON of a registry of prom-client. */
type Metrics = readonly MetricObject[]

type MetricsSource = Pick<WorkerProcess, 'metrics'>

export function createCombinedMetrics(): CombinedMetrics {
  const latest = new Map<MetricsSource, Metrics>()
  let ended: readonly Metrics[] = []
  let pending: Promise<unknown> = Promise.resolve()
  const record = (worker: MetricsSource, metrics: readonly object[]) => void latest.set(worker, metrics as Metrics)
  const combine = async (workers: Iterable<MetricsSource>) => {
    await Promise.all(
      [...workers].map(async (worker) => {
        const metrics = await worker.metrics()
        if (metrics) record(worker, metrics)
      }),
    )
    const summedUp = ended
    const sum = await (await sumOf(summedUp)).getMetricsAsJSON()
    ended = [sum as unknown as Metrics, ...ended.slice(summedUp.length)]
    return (await sumOf([...ended, ...latest.values()])).metrics()
  }
  return {
    text(workers) {
      // Sequential, because each run sums up the metrics of ended workers.
      const text = pending.then(() => combine(workers))
      pending = text.catch(() => undefined)
      return text
    },
    record,
    remove(worker) {
      const metrics = latest.get(worker)
      latest.delete(worker)
      if (metrics) ended = [...ended, metrics.filter(isCounted)]
    },
  }
}

async function sumOf(metrics: readonly Metrics[]): Promise<Registry> {
  // Loaded at the first scrape, since it would delay the start and the library takes memory.
  const { AggregatorRegistry } = await import('prom-client')
  return AggregatorRegistry.aggregate([...metrics])
}

/** Gauges describe the current state, which ended with the worker. */
function isCounted({ type }: MetricObject): boolean {
  return String(type) === 'counter' || String(type) === 'histogram'
}
