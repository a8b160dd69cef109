import { setTimeout as delay } from 'node:timers/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { FigureFolder } from '#domain/figures/figure-store'
import type { Telemetry } from '#telemetry/telemetry'

export type FigureDependencies = Readonly<{
  figures: FigureFolder
  telemetry: Pick<Telemetry, 'backgroundFailed'>
}>

const name = 'count figures'
/** How far figures are behind while nothing holds them up. */
const everyMs = 2_000
/** Between two steps, so that counting what is far behind leaves most of the time to calls. */
const pauseMs = 20

/**
 * Counts the events of all sellers into figures, one seller after the other. Several processes may do it on one store; each skips what
 * another one counts.
 */
export function startFigureSchedule({ figures, telemetry }: FigureDependencies): RunningWork {
  const work = (signal: AbortSignal) => countBehind({ figures, telemetry }, signal)
  return repeatWork({ name, everyMs, work, telemetry })
}

async function countBehind(schedule: FigureDependencies, signal: AbortSignal): Promise<void> {
  let sellers = await schedule.figures.listBehind()
  while (sellers.length > 0 && !signal.aborted) {
    const left: string[] = []
    for (const sellerId of sellers) {
      if (signal.aborted) return
      if ((await stepOrReport(schedule, sellerId)) === 'more') left.push(sellerId)
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    }
    sellers = left
  }
}

/** A seller that fails does not hold up the others; the next run tries it again. */
async function stepOrReport({ figures, telemetry }: FigureDependencies, sellerId: string) {
  try {
    return await figures.step(sellerId)
  } catch (error) {
    telemetry.backgroundFailed({ work: name, error })
    return 'done'
  }
}
