import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createComparedShare } from './compared-share.ts'
import { type ComparingObserver, createComparingObserver } from './comparing-observer.ts'
import type { PassOutcome } from './passing/pass-call.ts'
import type { FromComparingThread } from './thread/comparing-messages.ts'

const mebibyte = Buffer.alloc(2 ** 20)
let observer: ComparingObserver | undefined

beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  await observer?.close()
  vi.useRealTimers()
})

/** An observer whose thread answers as the test says. */
function observe(learns = false) {
  const ended = Promise.withResolvers<unknown>()
  const skipped: string[] = []
  let receive: (message: FromComparingThread) => void = () => undefined
  const messages: number[] = []
  const sampledOut: (boolean | undefined)[] = []
  let waitedMs = 0
  const differed: number[] = []
  let nowMs = 0
  const made = createComparingObserver({
    start(onMessage) {
      receive = onMessage
      return {
        send(message) {
          if (message.kind === 'exchanges') {
            messages.push(message.exchanges.length)
            sampledOut.push(...message.exchanges.map((one) => one.isSampledOut))
          }
          if (message.kind === 'differed') differed.push(message.call.atMs)
          if (message.kind === 'close') ended.resolve(undefined)
        },
        ended: ended.promise,
        kill: async () => undefined,
      }
    },
    telemetry: {
      backgroundFailed: () => undefined,
      comparingCounted: () => undefined,
      comparingBegan: () => undefined,
      comparingSkipped: (reason) => skipped.push(reason),
    },
    monotonicMs: () => nowMs,
    share: createComparedShare({ processorTimes: () => ({ ranMs: 0, waitedMs }), random: () => 0.6 }),
    learns,
  })
  observer = made
  receive({ kind: 'ready' })
  /** @returns the request, of which more may arrive after the end of the call */
  const pass = (outcome: PassOutcome = 'passed', answer: Buffer = mebibyte, isCompared = true): IncomingMessage => {
    const [request, response] = [new IncomingMessage(new Socket()), new IncomingMessage(new Socket())]
    const copy = made.copyCall({ request, path: '/router/rest', queryString: '' })
    copy?.watchRequest(request)
    copy?.watchAnswer(response)
    response.emit('data', answer)
    if (copy !== undefined) made.callEnded(outcome, copy, isCompared)
    return request
  }
  return {
    pass,
    skipped,
    differed,
    differ: (atMs: number) => made.differed({ call: { appKey: 'erp', method: 'm', atMs }, differences: [] }),
    ready: () => receive({ kind: 'ready' }),
    done: (exchanges = 1) => receive({ kind: 'done', exchanges }),
    async fail() {
      ended.resolve(new Error('the thread ended'))
      await ended.promise
    },
    /** How many exchanges each message had so far, once all are sent. */
    messages() {
      vi.advanceTimersByTime(20)
      return messages
    },
    later: (ms: number) => {
      nowMs += ms
    },
    /** A second in which the passing thread waits for a processor. */
    busySecond() {
      waitedMs += 1
      vi.advanceTimersByTime(1_000)
    },
    sampledOut: () => sampledOut.splice(0),
    problem: made.problem,
  }
}

it('keeps at most 64 MiB of calls that the thread has not finished, and goes on when it finishes one', () => {
  const { pass, done, messages, skipped } = observe()
  for (let n = 0; n < 66; n += 1) pass()
  expect([messages(), skipped]).toEqual([
    [16, 16, 16, 16],
    ['large', 'large'],
  ])
  done(2)
  for (let n = 0; n < 3; n += 1) pass()
  expect([messages(), skipped.length]).toEqual([[16, 16, 16, 16, 2], 3])
})

it('copies nothing of a request that goes on after the end of its call', () => {
  const { pass, messages } = observe()
  for (let n = 0; n < 300; n += 1) pass('unreachable').emit('data', mebibyte)
  pass()
  expect(messages()).toEqual([1])
})

it('tells that the thread is stuck, and counts what does not reach it', () => {
  const { pass, done, later, problem, skipped } = observe()
  later(60_000)
  for (let n = 0; n < 200; n += 1) pass('passed', Buffer.alloc(1))
  expect(problem()).toBeUndefined()
  later(6_000)
  expect(problem()).toEqual({ zh: '比较线程没有进展', en: 'the comparing thread does not move on' })
  pass()
  expect(skipped).toEqual(['busy'])
  done()
  expect(problem()).toBeUndefined()
})

it('counts calls that a thread took and did not finish as not compared', async () => {
  const { pass, done, fail, skipped } = observe()
  for (let n = 0; n < 3; n += 1) pass()
  done()
  await fail()
  expect(skipped).toEqual(['own-fault', 'own-fault'])
})

it('hands over what is not sent yet before it closes', async () => {
  const { pass, messages } = observe()
  pass()
  await observer?.close()
  expect(messages()).toEqual([1])
})

it('keeps writes that differ while the thread is started again', async () => {
  const { differ, differed, fail, ready, skipped } = observe()
  differ(1)
  await fail()
  for (let n = 2; n < 104; n += 1) differ(n)
  expect([differed, skipped]).toEqual([[1], ['own-fault', 'own-fault']])
  vi.advanceTimersByTime(5_000)
  expect(differed).toEqual([1])
  ready()
  expect(differed).toEqual(Array.from({ length: 101 }, (_, n) => n + 1))
})

const half = { zh: '处理器繁忙，只比较 50% 的调用', en: 'the processors are busy, so 50 % of the calls are compared' }

it.each([
  [false, [], ['sampled', 'sampled']],
  [true, [true, true], []],
])(
  'leaves calls out while processors are busy and says so; with learning (%s) they are learned',
  (learns, taken, left) => {
    const { pass, done, busySecond, sampledOut, skipped, problem } = observe(learns)
    const small = Buffer.alloc(1)
    for (let n = 0; n < 200; n += 1) pass('passed', small)
    vi.advanceTimersByTime(20)
    done(200)
    busySecond()
    expect(sampledOut()).toEqual(Array(200).fill(false))
    for (let n = 0; n < 2; n += 1) pass('passed', small)
    pass('passed', small, false)
    pass('unreachable', small)
    vi.advanceTimersByTime(20)
    // The last two could not be compared.
    expect([sampledOut(), skipped, problem()]).toEqual([taken, [...left, 'routed', 'unanswered'], half])
    vi.advanceTimersByTime(5_000)
    expect(problem()).toBeUndefined()
  },
)
