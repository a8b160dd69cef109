import { syncOrder } from '@yaoquan/api'
import type { ChainEvent, EventKind, EventReader } from '#domain/events/event-store'
import { readAmounts, readLifecycle } from '#domain/events/lifecycle-text'
import { openStores } from '#stores/open-stores'
import { defaultRoute, type Route, routeOf } from './routes-file.ts'

/** What happened to a coupon in Yaoquan and is not known to today's CRM. */
export type LostStep = Readonly<{
  atMs: number
  kind: EventKind
  couponCode: string
  /** Id of the template. */
  couponId: string | undefined
  /** Order of a hold or a redemption, also of one that was released or returned. */
  orderId: string | undefined
  redemptionId: string | undefined
  shop: string | undefined
  /** What the redemption took off its order. */
  offFen: number | undefined
  endDate: string | undefined
  /** `app:KEY` or `operator:NAME`. */
  actor: string
}>

type Losing = Readonly<{
  dataDir: string
  storeUrl?: string | undefined
  masterKey?: string | undefined
  sellerId: string
  /** Epoch milliseconds; undefined: since the first call was routed to Yaoquan. */
  sinceMs?: number | undefined
}>

const steps: ReadonlySet<EventKind> = new Set([
  'issued',
  'held',
  'released',
  'redeemed',
  'returned',
  'voided',
  'extended',
] as const)
const pageLength = 1000

/**
 * Lists what apps and people did to coupons since calls are routed to Yaoquan, in order. What `order.sync` did while its app was `mirrored` is
 * left out, since today's CRM got it, and so is what was learned from that CRM.
 * @param take gets the steps in parts
 * @returns false where no call was ever routed to Yaoquan; nothing is listed then
 * @throws OperatorError when there is no store
 */
export async function listLostSteps(
  { sellerId, sinceMs, ...place }: Losing,
  take: (part: readonly LostStep[]) => Promise<void>,
): Promise<boolean> {
  const store = await openStores({ ...place, mustExist: true })
  try {
    const { eventReader } = store
    const switched = await firstSwitch(eventReader, sellerId)
    if (switched === undefined) return false
    const filter = createLostFilter(sinceMs)
    for (let afterSeq = switched.eventSeq - 1; ; ) {
      const { events, newestSeq } = await eventReader.listEvents({ sellerId, afterSeq, limit: pageLength })
      afterSeq = events.at(-1)?.eventSeq ?? newestSeq
      await take(filter.take(events, afterSeq >= newestSeq))
      if (afterSeq >= newestSeq) return true
    }
  } finally {
    await store.close()
  }
}

/** The oldest kept event by which calls went to Yaoquan. */
async function firstSwitch(reader: EventReader, sellerId: string): Promise<ChainEvent | undefined> {
  let first: ChainEvent | undefined
  let beforeSeq: number | undefined
  const query = { sellerId, kinds: ['shadow_route'], actor: undefined, limit: 200, lookMs: 60_000 } as const
  do {
    const { events, nextBeforeSeq } = await reader.listSellerEvents({ ...query, beforeSeq })
    first = events.findLast((event) => ['mirrored', 'ours'].includes(readRoute(event).to)) ?? first
    beforeSeq = nextBeforeSeq
  } while (beforeSeq !== undefined)
  return first
}

function readRoute({ after = '{}', actor, atMs }: ChainEvent): Route {
  const { app_key: appKey = '', api_name: method, to = defaultRoute, reason = '' } = JSON.parse(after)
  return { appKey, method, to, reason, by: actor, atMs }
}

type LostFilter = Readonly<{
  /** @param isLast whether no events follow */
  take(events: readonly ChainEvent[], isLast: boolean): readonly LostStep[]
}>

/** Follows the routes as they were at each event. The steps of a call wait until its last event was seen, which says that it was an `order.sync`. */
export function createLostFilter(sinceMs = 0): LostFilter {
  let routes: readonly Route[] = []
  let call: ChainEvent[] = []

  function end(): readonly LostStep[] {
    const ended = call
    call = []
    const appKey = ended[0]?.actor.replace(/^app:/, '') ?? ''
    const isOrder = ended.some(({ kind }) => kind === 'order_synced')
    if (isOrder && routeOf(routes, { appKey, method: syncOrder.name }) === 'mirrored') return []
    return ended.filter((event) => isLost(event, sinceMs)).flatMap(stepOf)
  }

  return {
    take(events, isLast) {
      const lost: LostStep[] = []
      for (const event of events) {
        if (event.requestId === undefined || event.requestId !== call.at(-1)?.requestId) lost.push(...end())
        call.push(event)
        if (event.kind !== 'shadow_route') continue
        const route = readRoute(event)
        routes = [...routes.filter(({ appKey, method }) => appKey !== route.appKey || method !== route.method), route]
      }
      if (isLast) lost.push(...end())
      return lost
    },
  }
}

function isLost({ kind, actor, atMs }: ChainEvent, sinceMs: number): boolean {
  return steps.has(kind) && atMs >= sinceMs && /^(?:app|operator):/.test(actor) && actor !== learner
}

/** The actor that learning writes as. */
const learner = 'operator:shadow'

function stepOf({ atMs, kind, couponCode, couponId, actor, before, after }: ChainEvent): readonly LostStep[] {
  if (couponCode === undefined) return []
  const states = [after, before].flatMap((text) => (text === undefined ? [] : [readLifecycle(text)]))
  const used = states.flatMap(({ state }) => (state.kind === 'used' && state.redemption ? [state.redemption] : []))[0]
  const held = states.flatMap(({ state }) => (state.kind === 'held' ? [state] : []))[0]
  return [
    {
      atMs,
      kind,
      couponCode,
      couponId,
      orderId: used?.orderId ?? held?.orderId,
      redemptionId: used?.redemptionId,
      shop: used?.shop,
      offFen: after === undefined ? undefined : readAmounts(after)?.offFen,
      endDate: states[0]?.endDate,
      actor,
    },
  ]
}
