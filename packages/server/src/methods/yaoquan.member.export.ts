import { exportMember, type ResponseOf } from '@yaoquan/api'
import { shownEvent } from '#domain/events/lifecycle-text'
import { recordMemberExport } from '#domain/lifecycle/export-member'
import type { MemberNumber } from '#domain/members/member'
import { readCursor, writeCursor } from '#domain/search/search-cursor'
import { refusedMemberResult, shownMember, shownMerges } from './member-result.ts'
import { type CallContext, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownOrder } from './shown-order.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

type ExportedCoupon = ResponseOf<typeof exportMember>['result']['coupons'][number]

/** Everything that is kept of a member, coupons and orders page by page. */
export function exportMemberMethod(dependencies: LifecycleDependencies): Method<typeof exportMember> {
  const { lifecycle, members } = dependencies
  return {
    definition: exportMember,
    async call(input, context) {
      const { cursor, limit = 100, memberId, phone, cardNo } = input
      const { sellerId, nowMs } = context
      const naming = { memberId, phone, cardNo }
      const position = cursor === undefined ? firstCoupon : readCursor(cursor, naming)
      if (position === undefined) return { result: { ...errorResult('invalidCursor'), coupons: [], orders: [] } }
      const request = writeRequest(exportMember.name, input, context)
      const written = await recordMemberExport({ lifecycle, request, naming })
      if (written.kind !== 'done')
        return { result: { ...refusedMemberResult(written, input), coupons: [], orders: [] } }
      const { memberNo } = written.answer
      const member = await members.findMember(sellerId, memberNo)
      if (member === undefined) return { result: { ...errorResult('memberNotFound'), coupons: [], orders: [] } }
      const page = await pageAt(dependencies, { sellerId, memberNo, limit, position })
      return {
        result: {
          alreadyDone: written.isAlreadyDone ? true : undefined,
          member: shownMember(member),
          merges: shownMerges(await members.listMerges(sellerId, memberNo, nowMs)),
          coupons: await exportedCoupons(dependencies, context, page.codes),
          orders: page.orders.map(shownOrder),
          nextCursor: page.next === undefined ? undefined : writeCursor(page.next, naming),
          success: true,
        },
      }
    },
  }
}

/** Positions of coupons are even, those of orders odd: orders come after the coupons. */
const firstCoupon = 0

type Position = Readonly<{ sellerId: string; memberNo: MemberNumber; limit: number; position: number }>

/** Coupons; and after the last of them, orders. */
async function pageAt({ members, orders }: LifecycleDependencies, { position, ...query }: Position) {
  const isOfCoupons = position % 2 === 0
  const after = Math.floor(position / 2)
  const codes = isOfCoupons ? await members.listCouponCodes({ ...query, afterSeq: after }) : []
  const lastSeq = codes.length < query.limit ? undefined : codes.at(-1)?.seq
  if (lastSeq !== undefined) return { codes, orders: [], next: lastSeq * 2 }
  const page = await orders.listOrdersOfMember({ ...query, afterPlace: isOfCoupons ? 0 : after })
  return { codes, orders: page.orders, next: page.nextPlace === undefined ? undefined : page.nextPlace * 2 + 1 }
}

async function exportedCoupons(
  { coupons, events }: LifecycleDependencies,
  { sellerId, nowMs }: CallContext,
  codes: readonly Readonly<{ couponCode: string }>[],
): Promise<readonly ExportedCoupon[]> {
  const exported: ExportedCoupon[] = []
  for (const { couponCode } of codes) {
    const coupon = await coupons.findCoupon(sellerId, couponCode)
    if (coupon === undefined) continue
    const timeline = (await events.listCouponEvents(sellerId, couponCode)).map(shownEvent)
    exported.push({ ...toDetailedCoupon(coupon, nowMs), timeline })
  }
  return exported
}
