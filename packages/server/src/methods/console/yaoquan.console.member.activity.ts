import { listMemberActivity, type ResponseOf } from '@yaoquan/api'
import { type Activity, type ActivityPlace, type ActivitySources, readActivity } from '#domain/activity/member-activity'
import { momentText } from '#domain/dates'
import { shownEvent } from '#domain/events/lifecycle-text'
import { parseMemberId } from '#domain/members/member'
import { formatPrice } from '#domain/money'
import type { KeptRefusal } from '#domain/refusals/refused-call'
import { ifGiven, type LifecycleDependencies, type Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { type ActorDependencies, namedActors } from './named-actors.ts'

export type ActivityDependencies = Pick<LifecycleDependencies, 'members'> & ActivitySources & ActorDependencies

type Entry = ResponseOf<typeof listMemberActivity>['result']['entries'][number]

/** What happened to a member, the newest first. */
export function memberActivityMethod(dependencies: ActivityDependencies): Method<typeof listMemberActivity> {
  return {
    definition: listMemberActivity,
    async call({ memberId, cursor, limit = 50 }, { sellerId }) {
      const after = cursor === undefined ? {} : readCursor(cursor)
      if (after === undefined) return { result: { ...errorResult('invalidCursor'), entries: [] } }
      const memberNo = parseMemberId(memberId)
      const member = memberNo && (await dependencies.members.findMember(sellerId, memberNo))
      if (!member) return { result: { ...errorResult('memberNotFound'), entries: [] } }
      const { entries, next, removed } = await readActivity(dependencies, {
        sellerId,
        memberNo: member.memberNo,
        after,
        limit,
      })
      const shown = entries.map(shownEntry)
      const actors = shown.map(({ actor }) => actor)
      return {
        result: {
          entries: shown,
          actors: await namedActors(sellerId, actors, dependencies),
          nextCursor: ifGiven(next, writeCursor),
          eventsRemovedBefore: ifGiven(removed, ({ beforeMs }) => momentText(beforeMs)),
          success: true,
        },
      }
    },
  }
}

function shownEntry(entry: Activity): Entry {
  const at = momentText(entry.atMs)
  switch (entry.kind) {
    case 'event': {
      const { hash: _, ...event } = shownEvent(entry.event)
      return event
    }
    case 'order': {
      const { orderId, shop, paidFen, status: orderStatus } = entry.placed.order
      return { kind: 'order', at, orderId, shop, payAmount: formatPrice(paidFen), orderStatus }
    }
    case 'refused':
      return { kind: 'refused', at, ...shownRefusal(entry.refusal) }
  }
}

/** What members of the content of a call the entry shows, where the method has them. */
type Sent = Readonly<{
  couponCode?: string
  couponCodes?: readonly string[]
  couponId?: string
  orderId?: string
  shop?: string
}>

function shownRefusal({
  requestId,
  method,
  appKey,
  errorCode: refusedCode,
  content,
}: KeptRefusal): Omit<Entry, 'kind' | 'at'> {
  const { couponCode, couponCodes, couponId, orderId, shop }: Sent = content === undefined ? {} : JSON.parse(content)
  const actor = appKey.startsWith('operator:') ? appKey : `app:${appKey}`
  return { requestId, method, actor, refusedCode, couponCode: couponCode ?? couponCodes?.[0], couponId, orderId, shop }
}

/** Four parts: the last event, the last order, and moment and number of the last refused call; empty where there is none yet. */
function writeCursor({ eventSeq, orderPlace, refusal }: ActivityPlace): string {
  return `a${eventSeq ?? ''}.${orderPlace ?? ''}.${refusal?.atMs ?? ''}.${refusal?.requestId ?? ''}`
}

/** @returns undefined when it is not a cursor */
function readCursor(cursor: string): ActivityPlace | undefined {
  const [, eventSeq, orderPlace, atMs, requestId] = form.exec(cursor) ?? []
  if (atMs === undefined || requestId === undefined) return undefined
  return {
    eventSeq: eventSeq ? Number(eventSeq) : undefined,
    orderPlace: orderPlace ? Number(orderPlace) : undefined,
    refusal: atMs === '' ? undefined : { atMs: Number(atMs), requestId },
  }
}

const form = /^a(\d{0,15})\.(\d{0,15})\.(\d{0,15})\.([\w-]{0,64})$/
