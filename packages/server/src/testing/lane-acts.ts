import type { CouponDraft } from '#domain/coupon/coupon-store'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { holdCoupon, releaseCoupon } from '#domain/lifecycle/hold-coupon'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { type LifecycleStore, runAct, type Written } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { saveShops } from '#domain/lifecycle/save-master-data'
import { saveMember } from '#domain/lifecycle/save-member'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { uploadRedemption } from '#domain/lifecycle/upload-redemption'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import type { Named } from '#domain/members/identity-resolution'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { draftOf, unlimited } from './example-draft.ts'
import { orderVersionWith } from './example-order.ts'
import { templateOf } from './example-template.ts'
import { seededBytes } from './lane-store.ts'
import { requestOf } from './requests.ts'

export const stepKinds = [
  'issue',
  'redeem',
  'hold',
  'release',
  'void',
  'claim',
  'sync',
  'upload',
  'save',
  'again',
  'member',
] as const

/** An act of a group. */
export type Step = Readonly<{
  kind: (typeof stepKinds)[number]
  code: string
  order: string
  phone: string | undefined
  cardNo: string | undefined
  couponId?: string | undefined
  attribute?: string | undefined
  /** One that must be known. */
  shop?: string | undefined
  isSigned: boolean
}>

type OfDraft = Partial<Named & Readonly<{ attribute: string | undefined }>>

export function draft(couponCode: string, { phone, cardNo, attribute }: OfDraft = {}): CouponDraft {
  return draftOf({ ...unlimited, couponCode, phone, cardNo, attribute })
}

/** A seller of a store. */
export type Place = Readonly<{ lifecycle: LifecycleStore; sellerId: string }>

/** Does a step; the same place has the same number and the same ids in any seller. */
export function take(
  { lifecycle, sellerId }: Place,
  { kind, code, order, phone, cardNo, couponId = 'T', attribute, shop, isSigned }: Step,
  place: number,
): Promise<Written<unknown, unknown>> {
  const outRequestNo = kind === 'again' ? 'again' : `number-${place}`
  // Some calls come with the signature of another.
  const signDigest = Buffer.alloc(16, place < 24 ? place % 7 : place)
  const sign = { signDigest, callDigest: Buffer.alloc(16, place < 24 ? place % 14 : place) }
  const request = requestOf(sellerId, { outRequestNo, requestId: undefined, ...(isSigned ? { sign } : {}) })
  const randomBytes = seededBytes(`${place}`)
  const call = { lifecycle, request }
  switch (kind) {
    case 'again':
    case 'issue':
      return runAct(issueDrafts, {
        ...call,
        drafts: [draft(kind === 'again' ? 'again' : code, { phone, cardNo, attribute })],
      })
    case 'redeem':
      return redeemCoupons({
        ...call,
        couponCodes: [code],
        orderId: order,
        shop,
        randomBytes,
        ...unpriced,
        mustKnowShop: shop !== undefined,
        redeemedAtMs: undefined,
      })
    case 'hold':
      return runAct(holdCoupon, { ...call, couponCode: code, orderId: order, ttlSeconds: 60 })
    case 'release':
      return runAct(releaseCoupon, { ...call, couponCode: code, orderId: order })
    case 'void':
      return runAct(voidCoupons, { ...call, couponCodes: [code], reason: '取消' })
    case 'claim':
      return claimCoupons({
        ...call,
        couponId,
        member: { phone, cardNo },
        count: 1,
        channel: undefined,
        randomBytes,
      })
    case 'member': {
      const selector = { memberId: undefined, phone, cardNo }
      return runAct(saveMember, { ...call, selector, change: {}, mayShare: false })
    }
    case 'upload':
      return uploadRedemption({
        ...call,
        coupons: [{ couponCode: code, tillOffFen: undefined }],
        orderId: order,
        shop: undefined,
        basket: unpriced.basket,
        policy: unpriced.policy,
        atMs: request.nowMs - 60_000 * place,
        randomBytes,
      })
    case 'sync': {
      const version = orderVersionWith({ orderId: order, couponCodes: [code], stampMs: place, phone, cardNo })
      return syncOrder({ lifecycle, request, version, policy: newSellerPolicy, randomBytes })
    }
    case 'save':
      return runAct(saveTemplate, { ...call, terms: templateOf({ stockTotal: 3 + place, memberTotal: 2 }) })
  }
}

const onePhone = '18612255668'

/** Acts that do the same to different coupons, each with its number. Those of members: each to another one. */
export const kinds = {
  issue: act('issue', { phone: onePhone }),
  'issue to new members': act('issue', { newPhones: '138' }),
  'issue with an attribute each': act('issue', { phone: onePhone, hasAttribute: true }),
  redeem: act('redeem'),
  'redeem in a known shop': act('redeem', { shop: '01' }),
  hold: act('hold'),
  claim: act('claim', { phone: onePhone, couponId: 'unlimited' }),
  'claim with limits, by new members': act('claim', { newPhones: '138' }),
  'claim with limits, the first of members': act('claim', { newPhones: '137' }),
  'claim with limits, another one': act('claim', { newPhones: '139' }),
  'order.sync': act('sync', { newPhones: '138' }),
  'redemption.upload': act('upload'),
} as const

type ActOf = Readonly<{ phone?: string; newPhones?: string; couponId?: string; hasAttribute?: boolean; shop?: string }>

function act(kind: Step['kind'], { phone, newPhones, couponId, hasAttribute = false, shop }: ActOf = {}) {
  return (place: Place, count: number, number = count) => {
    const own = newPhones === undefined ? phone : `${newPhones}${String(count).padStart(8, '0')}`
    const ids = { code: `code-${count}`, order: `order-${count}`, phone: own, cardNo: undefined, isSigned: count > 24 }
    const attribute = hasAttribute ? `{"n":${count}}` : undefined
    return take(place, { kind, couponId, attribute, shop, ...ids }, number)
  }
}

export type Kind = keyof typeof kinds

/** What acts of every kind need, for so many of them. Those that issue need a coupon before. */
export async function beginFor(place: Place, kind: Kind, count: number): Promise<void> {
  const { lifecycle, sellerId } = place
  const call = () => ({ lifecycle, request: requestOf(sellerId) })
  if (kind === 'redeem in a known shop') await runAct(saveShops, { ...call(), rows: [{ code: '01', name: '朝阳店' }] })
  await runAct(saveTemplate, { ...call(), terms: templateOf({ couponId: 'unlimited' }) })
  await runAct(saveTemplate, { ...call(), terms: templateOf({ stockTotal: 1000, memberTotal: 10 }) })
  const numbers = Array.from({ length: kind.startsWith('issue') ? 1 : count }, (_, number) => number)
  const drafts = (name: string, phoneOf: (number: number) => string) =>
    numbers.map((number) => draft(`${name}-${number}`, { phone: phoneOf(number) }))
  await runAct(issueDrafts, { ...call(), drafts: drafts(kind.startsWith('issue') ? 'before' : 'code', () => onePhone) })
  const known = drafts('known', (number) => `137${String(number).padStart(8, '0')}`)
  await runAct(issueDrafts, { ...call(), drafts: known })
  const claim = kinds['claim with limits, another one']
  if (kinds[kind] !== claim) return
  await Promise.all(numbers.map((number) => claim(place, number, 1000 + number)))
}
