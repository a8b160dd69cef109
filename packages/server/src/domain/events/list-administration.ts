import type { ChainEvent, EventKind, EventReader } from './event-store.ts'

/** Events of what people and administrators set, not of what happens to coupons every day. */
const administrative: ReadonlySet<EventKind> = new Set([
  ...(['operator', 'unmasked', 'app', 'webhook', 'policy', 'shop_group', 'retention', 'alarm', 'exported'] as const),
  ...(['template_saved', 'template_closed', 'template_reopened', 'member_merged', 'member_unmerged'] as const),
  ...(['shop', 'category', 'member_erased', 'codes_reserved', 'job'] as const),
])

export type AdministrationQuery = Readonly<{
  sellerId: string
  /** Only events before this number; undefined: the newest. */
  beforeSeq: number | undefined
  kind: string | undefined
  actor: string | undefined
  /** 1..200 */
  limit: number
}>

export type AdministrationPage = Readonly<{
  /** The newest first. */
  events: readonly ChainEvent[]
  /** Where the next page begins; undefined at the end. */
  nextBeforeSeq: number | undefined
  /** Of the removed events, if the page reached them, epoch milliseconds. */
  removedBeforeMs: number | undefined
}>

/** Events that a page examines at most, in blocks. */
const maxExamined = 5_000
const blockSize = 1_000

/** Administrative events before a number. A page examines a few thousand events, so it may be short and still have a next one. */
export async function listAdministration(
  { sellerId, beforeSeq, kind, actor, limit }: AdministrationQuery,
  events: Pick<EventReader, 'listEvents'>,
): Promise<AdministrationPage> {
  const isAsked = (event: ChainEvent) =>
    administrative.has(event.kind) && (kind ?? event.kind) === event.kind && (actor ?? event.actor) === event.actor
  const found: ChainEvent[] = []
  let before = beforeSeq ?? (await events.listEvents({ sellerId, afterSeq: 0, limit: 1 })).newestSeq + 1
  const last = Math.max(1, before - maxExamined)
  while (before > last) {
    const afterSeq = Math.max(0, before - 1 - blockSize)
    const page = await events.listEvents({ sellerId, afterSeq, limit: before - 1 - afterSeq })
    const block = page.events.filter(({ eventSeq }) => eventSeq < before).toReversed()
    for (const event of block.filter(isAsked)) {
      found.push(event)
      if (found.length === limit)
        return { events: found, nextBeforeSeq: nextOf(event.eventSeq), removedBeforeMs: undefined }
    }
    if (page.removed !== undefined && page.removed.throughSeq > afterSeq) {
      return { events: found, nextBeforeSeq: undefined, removedBeforeMs: page.removed.beforeMs }
    }
    before = afterSeq + 1
  }
  return { events: found, nextBeforeSeq: nextOf(before), removedBeforeMs: undefined }
}

function nextOf(beforeSeq: number): number | undefined {
  return beforeSeq > 1 ? beforeSeq : undefined
}
