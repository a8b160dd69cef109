import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 collect old objects of this process when they have grown by a fifth. By default V8 lets them grow several times over on a
 * machine with much memory (docs/operations/sizing.md, "Memory"). While collections follow each other within seconds, as during a bulk issue,
 * they may grow by half, since each costs as much as thousands of calls. It also switches off pretenuring: V8 would allocate parts of each
 * answer as old objects, although they die within a millisecond. A V8 without these settings ignores them.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
  setGrowthPercent(growthPercent)
  let latestMs = 0
  const observer = new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries().filter(isMajor)) {
      setGrowthPercent(startTime - latestMs < seldomMs ? oftenPercent : growthPercent)
      latestMs = startTime
    }
  })
  observer.observe({ entryTypes: ['gc'] })
}

const growthPercent = 20
/** While they are collected often. It limits the heap after the next collection, also when no other follows for minutes. */
const oftenPercent = 50
const seldomMs = 2_000

function isMajor(entry: PerformanceEntry): boolean {
  if (!('detail' in entry)) return false
  const { detail } = entry
  return typeof detail === 'object' && detail !== null && 'kind' in detail && detail.kind === majorKind
}

const majorKind = constants.NODE_PERFORMANCE_GC_MAJOR

function setGrowthPercent(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}
