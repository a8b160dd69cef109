import { findAtDesk, type InputOf, isGranted, listRedemptions, type ResponseOf } from '@yaoquan/api'
import { parseMemberId } from '#domain/members/member'
import { shownMember } from '#methods/member-result'
import type { CallContext, LifecycleDependencies, Method } from '#methods/method'
import { isFoundAtDesk, phoneOnCard } from '#methods/phone-finders'
import { getCouponMethod } from '#methods/yaoquan.coupon.get'
import { getMemberMethod } from '#methods/yaoquan.member.get'
import { getOrderMethod } from '#methods/yaoquan.order.get'
import { getRedemptionMethod } from '#methods/yaoquan.redemption.get'
import { listRedemptionsMethod } from '#methods/yaoquan.redemption.list'

export type FindAtDeskDependencies = Pick<
  LifecycleDependencies,
  'members' | 'coupons' | 'templates' | 'events' | 'orders' | 'redemptions'
>

type Input = InputOf<typeof findAtDesk>
type Found = Omit<ResponseOf<typeof findAtDesk>['result'], 'success'>

const mostRedemptions = 20

/**
 * Everything that a text names, by the methods for each, in one answer. A phone, also on a card, is looked up only where the text names nothing
 * else: a phone that nobody has counts against the limit of the operator, and the answer to it must not hide behind another one.
 */
export function findAtDeskMethod(dependencies: FindAtDeskDependencies): Method<typeof findAtDesk> {
  const getMember = getMemberMethod(dependencies)
  const getCoupon = getCouponMethod(dependencies)
  const getOrder = getOrderMethod(dependencies)
  const getRedemption = getRedemptionMethod(dependencies)
  const redemptionsOf = listRedemptionsMethod(dependencies)
  return {
    definition: findAtDesk,
    async call(input, context) {
      const { memberId, cardNo, phone } = input
      const isPhone = phoneOnCard(cardNo) !== undefined
      const [ofNumbers, ofCode, ofOrder, ofRedemption] = await Promise.all([
        members(context, [{ memberId }, isPhone ? {} : { cardNo }]),
        coupon(input, context),
        order(input, context),
        redemption(input, context),
      ])
      const redemptions = [...(ofOrder.redemptions ?? []), ...(ofRedemption.redemptions ?? [])]
      const found = { members: ofNumbers.members, coupon: ofCode.coupon, redemptions, order: ofOrder.order }
      const identifier = isPhone ? { cardNo } : { phone }
      const ofPhone = isFoundAtDesk(found) ? undefined : await members(context, [identifier])
      return { result: { ...found, ...ofPhone, success: true } }
    },
  }

  async function members(
    context: CallContext,
    identifiers: readonly Pick<Input, 'memberId' | 'cardNo' | 'phone'>[],
  ): Promise<Found> {
    const given = identifiers.filter((identifier) => Object.values(identifier).some((value) => value !== undefined))
    const results = await Promise.all(
      given.map(async (identifier) => (await getMember.call(identifier, context)).result),
    )
    const sharing = results.flatMap(({ memberIds = [] }) => memberIds).flatMap((id) => parseMemberId(id) ?? [])
    const others = sharing.length === 0 ? [] : await dependencies.members.findMembers(context.sellerId, sharing)
    const found = [...results.flatMap(({ member }) => member ?? []), ...others.map(shownMember)]
    return { members: [...new Map(found.map((member) => [member.memberId, member])).values()] }
  }

  async function coupon({ couponCode }: Input, context: CallContext): Promise<Found> {
    if (couponCode === undefined) return {}
    const { coupon: found } = (await getCoupon.call({ couponCode }, context)).result
    return found === undefined ? {} : { coupon: { couponCode: found.couponCode, couponName: found.couponName } }
  }

  /** An operator of certain shops may list redemptions of these shops only. */
  async function order({ orderId }: Input, context: CallContext): Promise<Found> {
    if (orderId === undefined) return {}
    const mayList = isGranted(context.grants, listRedemptions.name)
    const listing = { orderId, limit: mostRedemptions }
    const [list, { order: synced }] = await Promise.all([
      mayList ? redemptionsOf.call(listing, context).then(({ result }) => result.redemptions) : [],
      getOrder.call({ orderId }, context).then(({ result }) => result),
    ])
    const shops = context.operator?.shops
    const used = shops === undefined ? list : list.filter(({ shop = '' }) => shops.includes(shop))
    if (used.length > 0) return { redemptions: used.map(shownRedemption) }
    if (synced === undefined) return {}
    return { order: { orderId: synced.orderId, payAmount: synced.payAmount, createTime: synced.createTime } }
  }

  async function redemption({ redemptionId }: Input, context: CallContext): Promise<Found> {
    if (redemptionId === undefined) return {}
    const { redemption: found } = (await getRedemption.call({ redemptionId }, context)).result
    return found === undefined ? {} : { redemptions: [shownRedemption(found)] }
  }
}

type Redemption = Readonly<{
  redemptionId: string
  orderId: string
  couponCode: string
  couponName?: string | undefined
}>

function shownRedemption({ redemptionId, orderId, couponCode, couponName }: Redemption) {
  return { redemptionId, orderId, couponCode, couponName }
}
