import { exportMember, type ResponseOf } from '@yaoquan/api'
import { shownTimeline } from '#domain/events/lifecycle-text'
import { recordMemberExport } from '#domain/lifecycle/export-member'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import type { MemberNumber } from '#domain/members/member'
import { type ExportPosition, readExportCursor, writeExportCursor } from '#domain/search/search-cursor'
import { memberRefusal, shownMember, shownMerges } from './member-result.ts'
import { type CallContext, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { namedOnce } from './named-once.ts'
import { errorResult, notDoneResult } from './refused-result.ts'
import { shownOrder } from './shown-order.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

type Exported = ResponseOf<typeof exportMember>['result']
type ExportedCoupon = Exported['coupons'][number]

/** Everything that is kept of a member, page by page. */
export function exportMemberMethod(dependencies: LifecycleDependencies): Method<typeof exportMember> {
  const { lifecycle, members } = dependencies
  return {
    definition: exportMember,
    async call(input, context) {
      const { cursor, limit = 100, memberId, phone, cardNo } = input
      const { sellerId, nowMs } = context
      namedOnce(exportMember.request, input, ['memberId', 'cardNo', 'phone'])
      const selector = { memberId, phone, cardNo }
      const start = cursor === undefined ? undefined : readExportCursor(cursor, selector)
      if (cursor !== undefined && start === undefined)
        return { result: { ...errorResult('invalidCursor'), ...nothing } }
      const request = writeRequest(exportMember.name, input, context)
      const written = await runAct(recordMemberExport, { lifecycle, request, selector })
      if (written.kind !== 'done') return { result: { ...notDoneResult(written, input, memberRefusal), ...nothing } }
      const { memberNo, eventSeq } = written.answer
      const member = await members.findMember(sellerId, memberNo)
      if (member === undefined) return { result: { ...errorResult('memberNotFound'), ...nothing } }
      const position = start ?? { part: 'coupons', afterSeq: 0, upToEventSeq: eventSeq }
      const { next, ...page } = await exportedPage(dependencies, context, { memberNo, position, limit })
      return {
        result: {
          alreadyDone: written.isAlreadyDone ? true : undefined,
          member: shownMember(member),
          merges: shownMerges(await members.listMerges(sellerId, memberNo, nowMs)),
          ...page,
          nextCursor: next && writeExportCursor(next, selector),
          success: true,
        },
      }
    },
  }
}

const nothing = { coupons: [], orders: [], events: [] } as const

type Input = Readonly<{ memberNo: MemberNumber; position: ExportPosition; limit: number }>
type Page = Pick<Exported, 'coupons' | 'orders' | 'events' | 'eventsRemovedBefore'> &
  Readonly<{ next: ExportPosition | undefined }>

/** Coupons; after the last of them, orders; after the last of these, events. */
async function exportedPage(
  dependencies: LifecycleDependencies,
  context: CallContext,
  { memberNo, position, limit }: Input,
): Promise<Page> {
  const { members, orders, events } = dependencies
  const { part, afterSeq, upToEventSeq } = position
  const query = { sellerId: context.sellerId, memberNo, limit }
  const after = (requested: ExportPosition['part']) => (part === requested ? afterSeq : 0)
  const codes = part === 'coupons' ? await members.listCouponCodes({ ...query, afterSeq }) : []
  const coupons = await exportedCoupons(dependencies, context, codes)
  const lastSeq = codes.at(-1)?.seq
  if (lastSeq !== undefined && codes.length === limit) {
    return { ...nothing, coupons, next: { ...position, afterSeq: lastSeq } }
  }
  const ofOrders =
    part === 'events' ? noOrders : await orders.listOrdersOfMember({ ...query, afterPlace: after('orders') })
  const page = { coupons, orders: ofOrders.orders.map(shownOrder), events: [] }
  if (ofOrders.nextPlace !== undefined) {
    return { ...page, next: { ...position, part: 'orders', afterSeq: ofOrders.nextPlace } }
  }
  const listed = await events.listMemberEvents({ ...query, afterSeq: after('events'), upToSeq: upToEventSeq })
  const { timeline, eventsRemovedBefore } = shownTimeline(listed)
  const last = timeline.at(-1)?.eventSeq
  const isFull = last !== undefined && timeline.length === limit
  const next = isFull ? ({ part: 'events', afterSeq: last, upToEventSeq } as const) : undefined
  return { ...page, events: timeline, eventsRemovedBefore, next }
}

const noOrders = { orders: [], nextPlace: undefined }

async function exportedCoupons(
  { coupons, events }: LifecycleDependencies,
  { sellerId, nowMs }: CallContext,
  codes: readonly Readonly<{ couponCode: string }>[],
): Promise<readonly ExportedCoupon[]> {
  const exported: ExportedCoupon[] = []
  for (const { couponCode } of codes) {
    const coupon = await coupons.findCoupon(sellerId, couponCode)
    if (coupon === undefined) continue
    const timeline = shownTimeline(await events.listCouponEvents(sellerId, couponCode))
    exported.push({ ...toDetailedCoupon(coupon, nowMs), ...timeline })
  }
  return exported
}
