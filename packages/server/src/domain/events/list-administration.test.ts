import { expect, it } from 'vitest'
import type { ChainEvent, EventKind, EventReader } from './event-store.ts'
import { listAdministration } from './list-administration.ts'

/** Events as a store would read them: those before `firstKept` were removed. */
function readerOf(
  kinds: ReadonlyMap<number, EventKind>,
  newestSeq: number,
  firstKept = 1,
): Pick<EventReader, 'listEvents'> {
  const event = (eventSeq: number): ChainEvent => ({
    ...{ sellerId: '111', eventSeq, kind: kinds.get(eventSeq) ?? 'issued', atMs: eventSeq, actor: 'a', hash: '' },
  })
  return {
    async listEvents({ afterSeq, limit }) {
      const first = Math.max(afterSeq + 1, firstKept)
      const last = Math.min(newestSeq, first + limit - 1)
      const events = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => event(first + place))
      const removed = firstKept > afterSeq + 1 ? { throughSeq: firstKept - 1, beforeMs: 77 } : undefined
      return { events, newestSeq, removed }
    },
  }
}

async function walk(events: Pick<EventReader, 'listEvents'>, limit: number) {
  const found: number[] = []
  let pages = 0
  let removedBeforeMs: number | undefined
  let beforeSeq: number | undefined
  do {
    const asked = { sellerId: '111', beforeSeq, kind: undefined, actor: undefined, limit }
    const page = await listAdministration(asked, events)
    found.push(...page.events.map(({ eventSeq }) => eventSeq))
    beforeSeq = page.nextBeforeSeq
    removedBeforeMs = page.removedBeforeMs
    pages += 1
  } while (beforeSeq !== undefined)
  return { found, pages, removedBeforeMs }
}

const kinds = new Map<number, EventKind>(
  [1, 2, 999, 1000, 1001, 5000, 5001, 5002, 11_999, 12_000].map((seq) => [seq, 'operator']),
)
const newestFirst = [...kinds.keys()].toReversed()

it.each([1, 2, 3, 200])('finds each administrative event once, the newest first, %i a page', async (limit) => {
  const { found, removedBeforeMs } = await walk(readerOf(kinds, 12_000), limit)
  expect(found).toEqual(newestFirst)
  expect(removedBeforeMs).toBeUndefined()
})

it('examines a few thousand events a page', async () => {
  expect((await walk(readerOf(new Map(), 12_000), 200)).pages).toBe(3)
})

it.each([1, 2, 200])('ends where events were removed, and tells since when, %i a page', async (limit) => {
  const { found, removedBeforeMs } = await walk(readerOf(kinds, 12_000, 1000), limit)
  expect(found).toEqual(newestFirst.filter((seq) => seq >= 1000))
  expect(removedBeforeMs).toBe(77)
})

it('finds nothing where nothing happened', async () => {
  expect(await walk(readerOf(new Map(), 0), 10)).toEqual({ found: [], pages: 1, removedBeforeMs: undefined })
})
