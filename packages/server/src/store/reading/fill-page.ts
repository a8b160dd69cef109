import { type LongWorks, Slice } from '#turns/task-queues'

/** What a search that may take long needs besides the store. */
export type Looking = Readonly<{ longWorks: LongWorks; monotonicMs: () => number }>

/** What one look found; `next`: where it stopped, undefined at the end of the list. */
export type Part<Item, Place> = Readonly<{ items: readonly Item[]; next: Place | undefined }>

type Filling<Item, Place> = Readonly<{
  after: Place
  /** Whether it follows another page: somebody may be reading the whole list. */
  isContinued: boolean
  limit: number
  /** How many milliseconds to search while the page is not full; absent: one read. */
  lookMs: number | undefined
  /** Finds no more than the limit, in a few milliseconds. */
  look: (after: Place, limit: number) => Promise<Part<Item, Place>>
}>

/**
 * Looks on while a page is not full, until the end of the list or of the time, so that a filter that little meets neither answers with empty
 * pages nor holds a call up. Other calls have their turns meanwhile, and between two pages.
 */
export async function fillPage<Item, Place>(
  { after, isContinued, limit, lookMs = 0, look }: Filling<Item, Place>,
  { longWorks, monotonicMs }: Looking,
): Promise<Part<Item, Place>> {
  if (isContinued) await longWorks.turn()
  const endMs = monotonicMs() + lookMs
  const slice = new Slice(longWorks)
  let { items, next } = await look(after, limit)
  while (next !== undefined && items.length < limit && monotonicMs() < endMs) {
    if (slice.isUsedUp) await slice.rest()
    const more = await look(next, limit - items.length)
    items = [...items, ...more.items]
    next = more.next
  }
  return { items, next }
}
