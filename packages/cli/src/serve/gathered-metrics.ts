import { AggregatorRegistry, type MetricObject } from 'prom-client'
import type { WorkerProcess } from './worker-process.ts'

/** The metrics of all workers as those of one server. */
export type GatheredMetrics = Readonly<{
  /** In Prometheus text format. A worker that does not answer stands there with what it said last. */
  text(workers: Iterable<Counting>): Promise<string>
  /** Keeps what a worker said last. */
  note(worker: Counting, metrics: readonly object[]): void
  /** Keeps what a worker counted, which is gone: a total that fell would look like a restart of the whole server. */
  depart(worker: Counting): void
}>

/** What prom-client's registries give as JSON. */
type Metrics = readonly MetricObject[]

type Counting = Pick<WorkerProcess, 'metrics'>

export function createGatheredMetrics(): GatheredMetrics {
  const latest = new Map<Counting, Metrics>()
  let departed: readonly Metrics[] = []
  let gathering: Promise<unknown> = Promise.resolve()
  const note = (worker: Counting, metrics: readonly object[]) => void latest.set(worker, metrics as Metrics)
  const gather = async (workers: Iterable<Counting>) => {
    await Promise.all(
      [...workers].map(async (worker) => {
        const metrics = await worker.metrics()
        if (metrics) note(worker, metrics)
      }),
    )
    const folded = departed
    const sum = await sumOf(folded).getMetricsAsJSON()
    departed = [sum as unknown as Metrics, ...departed.slice(folded.length)]
    return sumOf([...departed, ...latest.values()]).metrics()
  }
  return {
    text(workers) {
      // One after the other: each folds what departed.
      const text = gathering.then(() => gather(workers))
      gathering = text.catch(() => undefined)
      return text
    },
    note,
    depart(worker) {
      const metrics = latest.get(worker)
      latest.delete(worker)
      if (metrics) departed = [...departed, metrics.filter(isCounted)]
    },
  }
}

function sumOf(metrics: readonly Metrics[]): ReturnType<typeof AggregatorRegistry.aggregate> {
  return AggregatorRegistry.aggregate([...metrics])
}

/** Gauges say how things stand, and they do not stand so any more. */
function isCounted({ type }: MetricObject): boolean {
  return String(type) === 'counter' || String(type) === 'histogram'
}
