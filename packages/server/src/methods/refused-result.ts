import {
  type BusinessErrorName,
  businessErrors,
  filledText,
  type refusalFacts,
  type Text,
  templateFields,
  type ValuesOf,
} from '@yaoquan/api'
import { type Reason, reasonText } from '@yaoquan/basket'
import { momentText } from '#domain/dates'
import type { CouponRefusal, RedemptionRefusal, ShopUnknown } from '#domain/lifecycle/coupon-refusal'
import type { ExtendRefusal } from '#domain/lifecycle/extend-coupons'
import type { Written } from '#domain/lifecycle/lifecycle-store'
import type { ReturnPlanRefusal } from '#domain/lifecycle/plan-return'
import type { SplitMismatch } from '#domain/lifecycle/redeem-coupons'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import { formatPrice } from '#domain/money'
import type { CodeRefusal, SaveRefusal } from '#domain/templates/template-store'
import { quantityText } from './basket-lines.ts'
import { ReusedSign } from './method.ts'
import { refusalErrors } from './refusal-errors.ts'
import { ruleForUnknown } from './rule-for-unknown.ts'

/** The common members of a refused result, and those that name the winner or what is missing. */
export type RefusedResult = RefusalFacts & PlainRefusal & Readonly<{ couponCode?: string; ruleEn?: string }>

/** Its text in Chinese, and in English for apps that ask for it (`inLanguage` in `gateway/answer-cache.ts`). */
export type PlainRefusal = Readonly<{ errorCode: string; errorMessage: string; errorMessageEn: string; success: false }>

type RefusalFacts = ValuesOf<typeof refusalFacts>

export type AnyRefusal =
  | CodeRefusal
  | CouponRefusal
  | ExtendRefusal
  | RedemptionRefusal
  | ReturnPlanRefusal
  | SaveRefusal
  | ShopUnknown
  | SplitMismatch

type NotDone<Refusal> = Exclude<Written<never, Refusal>, Readonly<{ kind: 'done' }>>
type Numbered = Readonly<{ outRequestNo: string }>

/**
 * The answer of a method whose write was refused: the row of the refusal, with its text filled in.
 * @throws ReusedSign when the signature was received with another call
 */
export function refusedResult(written: NotDone<AnyRefusal>, input: Numbered): RefusedResult {
  return notDoneResult(written, input, (refusal) => {
    const coupon = 'couponCode' in refusal && refusal.couponCode !== undefined ? { couponCode: refusal.couponCode } : {}
    return { ...resultOf(refusal), ...coupon }
  })
}

/**
 * The answer of a method whose write was not done.
 * @param refused the answer to a refusal
 * @throws ReusedSign when the signature was received with another call
 */
export function notDoneResult<Refusal, Result>(
  written: NotDone<Refusal>,
  { outRequestNo }: Numbered,
  refused: (refusal: Refusal) => Result,
): Result | PlainRefusal {
  if (written.kind === 'conflict') return errorResult('idempotentConflict', { outRequestNo })
  if (written.kind === 'sign-reused') throw new ReusedSign()
  return refused(written.refusal)
}

/** @param values fill in the placeholders; a text is said in both languages */
export function errorResult(name: BusinessErrorName, values: object = {}): PlainRefusal {
  const { code } = businessErrors[name]
  const { zh, en } = filledText(businessErrors[name], values)
  return { errorCode: code, errorMessage: zh, errorMessageEn: en, success: false }
}

/** The row of a field that breaks a rule, and both as members of their own. @param field wire name */
export function brokenRule(name: BusinessErrorName, field: string, rule: Text): RefusedResult {
  return { ...errorResult(name, { field, rule }), field, rule: rule.zh, ruleEn: rule.en }
}

/** A shop that the seller does not know is a text that somebody typed, which may be a phone. */
export function shopUnknownResult(shop: string): PlainRefusal {
  return errorResult('shopUnknown', { shop: maskPhonesInText(shop).text })
}

/** The beginning of an answer about several items. @param failed how many of them were refused */
export function outcomeOfItems(failed: number): PlainRefusal | Readonly<{ success: true }> {
  return failed === 0 ? { success: true } : errorResult('partlyFailed', { failed })
}

/** The row with its text filled in from the facts, or from other values, and the facts as members of their own. */
function resultWith(name: BusinessErrorName, facts: RefusalFacts, values: object = facts): RefusedResult {
  return { ...errorResult(name, values), ...facts }
}

/** The row of a refusal with its text filled in. */
export function resultOf(refusal: AnyRefusal): RefusedResult {
  switch (refusal.kind) {
    case 'not-usable':
      return notUsableResult(refusal)
    case 'redeemed-too-early':
      return resultWith('redeemedTooEarly', { time: momentText(refusal.fromMs) })
    case 'end-date-passed':
      return errorResult('endDatePassed', { today: refusal.today })
    case 'split-mismatch': {
      const { couponCode, lineNo } = refusal
      const what: Text =
        couponCode === undefined
          ? { zh: `第 ${lineNo} 行的分摊超过该行自付金额`, en: `line ${lineNo} has more than its customer pays` }
          : { zh: `券 ${couponCode} 各行分摊之和不等于其抵扣`, en: `the lines of coupon ${couponCode}` }
      return errorResult('splitMismatch', { what })
    }
    case 'redeemed-by-versions': {
      const { orderId } = refusal
      const rule = {
        zh: `订单 ${orderId} 的优惠券由 order.sync 核销，不能按行退，请由ERP用 order.sync 发送退货后的订单`,
        en: `order.sync redeemed the coupons of order ${orderId}, so no lines are returned: send the order as it is after the return with order.sync`,
      }
      return { ...brokenRule('redeemedByOrderSync', 'lines', rule), orderId }
    }
    case 'line-not-sold':
      return resultWith('lineNotSold', { lineNo: refusal.lineNo })
    case 'more-than-left': {
      const [askedQuantity, leftQuantity] = [refusal.askedMilli, refusal.leftMilli].map(quantityText)
      return resultWith('returnExceedsLeft', { lineNo: refusal.lineNo, askedQuantity, leftQuantity })
    }
    case 'gift-not-sold':
      return resultWith('giftNotSold', { giftCode: refusal.giftCode })
    case 'shop-unknown':
      return shopUnknownResult(refusal.shop)
    case 'template-not-published': {
      const { publishAt } = refusal
      return publishAt === undefined
        ? errorResult('templateIsDraft')
        : resultWith('templateNotPublished', { time: publishAt })
    }
    case 'unknown-shop-group': {
      return brokenRule('invalidTemplate', 'shop', {
        zh: `门店组 @${refusal.name} 不存在，请先用 yaoquan shop-group set 设置`,
        en: `the group of shops @${refusal.name} does not exist; set it with yaoquan shop-group set`,
      })
    }
    case 'unknown-codes': {
      const [{ field }] = refusal.unknown
      return brokenRule('invalidTemplate', templateFields[field].wire, ruleForUnknown(...refusal.unknown))
    }
    case 'claim-not-open': {
      const { from, to } = refusal
      return resultWith('claimNotOpen', { claimFrom: from, claimTo: to }, { from: from ?? sinceStart, to: to ?? noEnd })
    }
    case 'stock-exhausted':
      return resultWith('stockExhausted', { left: refusal.left })
    case 'member-limit-reached':
      return resultWith('memberLimitReached', { left: refusal.left })
    default:
      return errorResult(refusalErrors[refusal.kind])
  }
}

const sinceStart: Text = { zh: '即日', en: 'its publication' }
const noEnd: Text = { zh: '长期', en: 'any later time' }

type Unusable = Extract<AnyRefusal, { kind: 'not-usable' }>

/** The error of a reason of the basket engine, with its numbers. A reason without a text of its own in the table has that of evaluations. */
function notUsableResult({ reason, orderId, ...refusal }: Unusable): RefusedResult {
  const own = 'couponCode' in refusal ? refusal.couponCode : undefined
  switch (reason.code) {
    case 'USED_BY':
      if (reason.orderId === undefined || reason.atMs === undefined) return errorResult('couponUsedBefore')
      return resultWith('couponAlreadyUsed', { orderId: reason.orderId, time: momentText(reason.atMs) })
    case 'HELD_BY':
      return resultWith('couponHeld', { orderId: reason.orderId, time: momentText(reason.untilMs) })
    case 'VOID':
      return errorResult('couponVoid')
    case 'EXPIRED':
      return resultWith('couponExpired', { date: reason.endDate }, { endDate: reason.endDate })
    case 'NOT_STARTED':
      return resultWith('couponNotStarted', { date: reason.startDate }, { startDate: reason.startDate })
    case 'SHOP': {
      const shops = reason.shops.join(',')
      return resultWith('shopNotAllowed', { shops }, { shop: shops })
    }
    case 'NO_SCOPE':
      return noScopeResult(reason)
    case 'SHORT': {
      const missing = formatPrice(reason.missingFen)
      return resultWith('orderAmountTooLow', { missingAmount: missing }, { missing })
    }
    case 'ALONE': {
      const { aloneCode } = reason
      const facts = { orderId, besideCode: aloneCode === own ? undefined : aloneCode }
      return resultWith('notStackable', facts, { couponCode: aloneCode })
    }
    case 'GROUP':
      return { ...errorResult('notStackable'), ...ofEvaluation(reason), orderId, besideCode: reason.besideCode }
    case 'NO_EFFECT': {
      if (reason.takenFen === 0) return { ...errorResult('orderCovered'), ...ofEvaluation(reason), orderId }
      const covered = formatPrice(reason.takenFen)
      return resultWith('orderCovered', { orderId, coveredAmount: covered }, { covered })
    }
    default:
      return { ...errorResult(refusalErrors[reason.code]), ...ofEvaluation(reason), orderId }
  }
}

function noScopeResult({ categories, goods }: Extract<Reason, { code: 'NO_SCOPE' }>): RefusedResult {
  const [ofCategories, ofGoods] = [categories.join(','), goods.join(',')]
  const scopes: readonly Text[] = [
    ...(ofCategories === '' ? [] : [{ zh: `品类 ${ofCategories}`, en: `categories ${ofCategories}` }]),
    ...(ofGoods === '' ? [] : [{ zh: `商品 ${ofGoods}`, en: `goods ${ofGoods}` }]),
  ]
  const scope: Text = { zh: scopes.map(({ zh }) => zh).join('；'), en: scopes.map(({ en }) => en).join('; ') }
  const facts = ofCategories === '' ? {} : { categories: ofCategories }
  return resultWith('categoryNotAllowed', facts, { scope: scopes.length === 0 ? notExcluded : scope })
}

const notExcluded: Text = { zh: '不在排除范围内的商品', en: 'goods that are not excluded' }

function ofEvaluation(reason: Reason): Pick<PlainRefusal, 'errorMessage' | 'errorMessageEn'> {
  return { errorMessage: reasonText(reason, 'zh'), errorMessageEn: reasonText(reason, 'en') }
}
