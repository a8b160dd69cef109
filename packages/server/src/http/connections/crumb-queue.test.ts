import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CrumbQueue } from './crumb-queue.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A request whose socket does nothing but note whether it reads. */
function openRequest() {
  const state = { isReading: true, destroyed: false }
  const socket = {
    get destroyed() {
      return state.destroyed
    },
    pause: () => Object.assign(state, { isReading: false }),
    resume: () => Object.assign(state, { isReading: true }),
  }
  return { state, request: { socket } as unknown as IncomingMessage }
}

const crumbs = { pieces: 2_000, bytes: 2_000 }

test('lets bodies of many tiny pieces read one at a time, and passes over those that are closed', () => {
  const queue = new CrumbQueue()
  const [first, closed, last] = [openRequest(), openRequest(), openRequest()]
  for (const { request } of [first, closed, last]) queue.noticePiece(request, crumbs)
  closed.state.destroyed = true
  const reading = () => [first.state.isReading, last.state.isReading]
  expect(reading()).toEqual([false, false])
  vi.advanceTimersToNextTimer()
  expect(reading()).toEqual([true, false])
  // Its next read rests again, after the others.
  queue.noticePiece(first.request, crumbs)
  vi.advanceTimersToNextTimer()
  expect(reading()).toEqual([false, true])
  vi.advanceTimersToNextTimer()
  expect(reading()).toEqual([true, true])
})

test('delays no body of larger or fewer pieces', () => {
  const queue = new CrumbQueue()
  const { request, state } = openRequest()
  queue.noticePiece(request, { pieces: 1_000, bytes: 1_000 })
  queue.noticePiece(request, { pieces: 10_000, bytes: 160_000 })
  expect(state.isReading).toBe(true)
})
