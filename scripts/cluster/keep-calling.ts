import { setTimeout as delay } from 'node:timers/promises'

/** An answered call: when it was answered, `performance.now()`, and how long its caller waited. */
export type Answered = Readonly<{ atMs: number; waitMs: number }>

/** Callers that call all the time. */
export type Calling = Readonly<{
  answered: readonly Answered[]
  /** Lets each caller finish its call. */
  stop(): Promise<void>
}>

/** How calls went between two moments. */
export type CallFigures = Readonly<{
  perSecond: number
  /** Median wait; 0 when nothing was answered. */
  p50Ms: number
  /** The longest time without any answer. */
  standstillMs: number
}>

const pauseMs = 100

/**
 * Starts callers; one whose call fails goes on with the next after a pause, as SDKs do.
 * @param call gets a number that no other call gets
 */
export function keepCalling(callers: number, call: (number: number) => Promise<unknown>): Calling {
  const answered: Answered[] = []
  let numbers = 0
  let isStopping = false
  const keep = async () => {
    while (!isStopping) {
      numbers += 1
      const startMs = performance.now()
      const isAnswered = await call(numbers).then(
        () => true,
        () => false,
      )
      const atMs = performance.now()
      if (isAnswered) answered.push({ atMs, waitMs: atMs - startMs })
      else await delay(pauseMs)
    }
  }
  const calling = Promise.all(Array.from({ length: callers }, keep))
  return {
    answered,
    async stop() {
      isStopping = true
      await calling
    },
  }
}

/** @param fromMs `performance.now()` @param toMs later than `fromMs` */
export function figuresBetween({ answered }: Calling, fromMs: number, toMs: number): CallFigures {
  const within = answered.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const waits = within.map(({ waitMs }) => waitMs).toSorted((left, right) => left - right)
  const moments = [fromMs, ...within.map(({ atMs }) => atMs), toMs]
  const gaps = moments.slice(1).map((atMs, place) => atMs - (moments[place] ?? atMs))
  return {
    perSecond: within.length / ((toMs - fromMs) / 1000),
    p50Ms: waits[Math.floor(waits.length / 2)] ?? 0,
    standstillMs: Math.max(...gaps),
  }
}
