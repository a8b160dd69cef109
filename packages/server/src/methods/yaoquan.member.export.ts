import { exportMember, type ResponseOf } from '@yaoquan/api'
import { shownEvent } from '#domain/events/lifecycle-text'
import { recordMemberExport } from '#domain/lifecycle/export-member'
import { readCursor, writeCursor } from '#domain/search/search-cursor'
import { refusedMemberResult, shownMember, shownMerges } from './member-result.ts'
import { type CallContext, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

type ExportedCoupon = ResponseOf<typeof exportMember>['result']['coupons'][number]

/** Everything that is kept of a member, coupons page by page. */
export function exportMemberMethod(dependencies: LifecycleDependencies): Method<typeof exportMember> {
  const { lifecycle, members } = dependencies
  return {
    definition: exportMember,
    async call(input, context) {
      const { cursor, limit = 100, memberId, phone, cardNo } = input
      const { sellerId, nowMs } = context
      const naming = { memberId, phone, cardNo }
      const afterSeq = cursor === undefined ? 0 : readCursor(cursor, naming)
      if (afterSeq === undefined) return { result: { ...errorResult('invalidCursor'), coupons: [] } }
      const request = writeRequest(exportMember.name, input, context)
      const written = await recordMemberExport({ lifecycle, request, naming })
      if (written.kind !== 'done') return { result: { ...refusedMemberResult(written, input), coupons: [] } }
      const { memberNo } = written.answer
      const member = await members.findMember(sellerId, memberNo)
      if (member === undefined) return { result: { ...errorResult('memberNotFound'), coupons: [] } }
      const codes = await members.listCouponCodes({ sellerId, memberNo, afterSeq, limit })
      const lastSeq = codes.length < limit ? undefined : codes.at(-1)?.seq
      return {
        result: {
          alreadyDone: written.isAlreadyDone ? true : undefined,
          member: shownMember(member),
          merges: shownMerges(await members.listMerges(sellerId, memberNo, nowMs)),
          coupons: await exportedCoupons(dependencies, context, codes),
          nextCursor: lastSeq === undefined ? undefined : writeCursor(lastSeq, naming),
          success: true,
        },
      }
    },
  }
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
