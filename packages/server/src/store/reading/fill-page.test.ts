import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LongWorks } from '#turns/task-queues'
import { fillPage } from './fill-page.ts'

/** Numbers under 1,000 of which one in a hundred is found; a look examines ten. */
async function look(after: number, limit: number) {
  const examined = Array.from({ length: Math.min(10, 999 - after) }, (_, place) => after + place + 1)
  const found = examined.filter((number) => number % 100 === 0)
  const items = found.slice(0, limit)
  const next = found.length > limit ? items.at(-1) : examined.at(-1)
  return { items, next: next === 999 ? undefined : next }
}

const from = (after: number) => ({ after, isContinued: after > 0, look })

/** A clock that goes on by a millisecond whenever it is read. */
function looking() {
  let nowMs = 0
  return {
    longWorks: new LongWorks(),
    monotonicMs() {
      nowMs += 1
      return nowMs
    },
  }
}

test('a page is looked for until it is full', async () => {
  expect(await fillPage({ ...from(0), limit: 2, lookMs: 1_000 }, looking())).toEqual({ items: [100, 200], next: 200 })
})

test('a page is looked for until the end', async () => {
  const page = await fillPage({ ...from(500), limit: 9, lookMs: 1_000 }, looking())
  expect(page).toEqual({ items: [600, 700, 800, 900], next: undefined })
})

test('a page that does not fill up ends with its time, and the next one goes on', async () => {
  const page = await fillPage({ ...from(0), limit: 9, lookMs: 15 }, looking())
  expect(page).toEqual({ items: [100], next: 150 })
  expect((await fillPage({ ...from(150), limit: 1, lookMs: 15 }, looking())).items).toEqual([200])
})

test('without a time there is one look', async () => {
  expect(await fillPage({ ...from(0), limit: 9, lookMs: undefined }, looking())).toEqual({ items: [], next: 10 })
})

/** Keeps the processor as long as a look may. */
async function slowLook(after: number, limit: number) {
  const endMs = performance.now() + 5
  while (performance.now() < endMs);
  return look(after, limit)
}

test('other events have their turns between looks that take long, and between the pages of a whole list', async () => {
  let turns = 0
  let isDone = false
  const counting = (async () => {
    while (!isDone) {
      await nextTurn()
      turns += 1
    }
  })()
  await fillPage({ ...from(0), look: slowLook, limit: 1, lookMs: 1_000 }, looking())
  expect(turns).toBeGreaterThanOrEqual(9)
  turns = 0
  await fillPage({ ...from(90), limit: 1, lookMs: undefined }, looking())
  expect(turns).toBeGreaterThanOrEqual(1)
  isDone = true
  await counting
})
