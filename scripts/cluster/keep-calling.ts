import { setTimeout as delay } from 'node:timers/promises'

/** An answered call: the time of the answer (`performance.now()`) and how long the caller waited. */
export type Answered = Readonly<{ atMs: number; waitMs: number }>

/** Callers that call continuously. */
export type Calling = Readonly<{
  answered: readonly Answered[]
  /** Stops after each caller has finished its call. */
  stop(): Promise<void>
}>

/** Figures of the calls answered between two times. */
export type CallFigures = Readonly<{
  perSecond: number
  /** Median wait; 0 if nothing was answered. */
  p50Ms: number
  /** The longest time without any answer. */
  standstillMs: number
}>

const pauseMs = 100

/**
 * Starts callers. After a failed call a caller pauses for 100 ms and continues with the next.
 * @param call receives a unique number
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

/**
 * The figures of the calls answered from `fromMs` to before `toMs`.
 * @param fromMs `performance.now()`
 * @param toMs later than `fromMs`
 */
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
