import { erpCouponFields, queryCoupon } from '@yaoquan/api'
import type { AnswerMeaning, CouponMeaning } from '#shadow/answers/answer-meaning'
import type { Deviation } from '#shadow/report/deviation'
import { isSameValue } from './same-value.ts'

type Page = Extract<AnswerMeaning, { kind: 'page' }>
type Readable = Exclude<AnswerMeaning, { kind: 'unreadable' }>

/** Whether our store has a coupon of the asked list, on whatever page. */
export type IsListed = (couponCode: string) => Promise<boolean>

const [emptyRow] = queryCoupon.errorCodes
const { currentPage, totalCount, totalPage } = queryCoupon.response.result.fields.page.fields
const codeWire = erpCouponFields.couponCode.wire

/**
 * Compares two answers by meaning: coupons member by member, total, pages, order and error code. Spelling, white space, encodings and
 * formats of numbers do not count.
 */
export async function compareAnswers(
  upstream: Readable,
  ours: Readable,
  isListed: IsListed,
): Promise<readonly Deviation[]> {
  if (upstream.kind === 'page' && ours.kind === 'page') return comparePages(upstream, ours, isListed)
  const [theirCode, ourCode] = [errorOf(upstream), errorOf(ours)]
  return theirCode === ourCode ? [] : [{ class: 'error', name: '', upstream: theirCode, ours: ourCode }]
}

function errorOf(answer: Readable): string {
  return answer.kind === 'error' ? String(answer.code) : answer.errorCode
}

async function comparePages(upstream: Page, ours: Page, isListed: IsListed): Promise<readonly Deviation[]> {
  // A page that failed has no coupons to compare.
  if (hasFailed(upstream) || hasFailed(ours)) return errorsOf(upstream, ours)
  const theirs = byCode(upstream)
  const own = byCode(ours)
  const absent = [...theirs.keys()].filter((code) => !own.has(code))
  const surplus = [...own.keys()].filter((code) => !theirs.has(code))
  const isWhole = [upstream, ours].every((page) => page.coupons.length >= page.totalCount)
  // On a part of a list, a coupon may be on another page of ours.
  const missing = isWhole ? absent : await unlisted(absent, isListed)
  const extra = isWhole ? surplus : []
  const repeated = repetitionsOf(upstream, ours)
  const surplusRows = repeated.reduce((sum, { upstream, ours }) => sum + Number(ours) - Number(upstream), 0)
  const moved = isWhole ? [] : [...absent.filter((code) => !missing.includes(code)), ...surplus]
  return [
    ...missing.map(
      (couponCode): Deviation => ({ class: 'missing', name: '', couponCode, upstream: couponCode, ours: '' }),
    ),
    ...extra.map((couponCode): Deviation => ({ class: 'extra', name: '', couponCode, upstream: '', ours: couponCode })),
    ...repeated,
    ...[...theirs].flatMap(([code, coupon]) => compareCoupon(code, coupon, own.get(code))),
    ...totalsOf(upstream, ours, extra.length - missing.length + surplusRows),
    ...orderOf([...theirs.keys()], [...own.keys()], moved.length > 0 && upstream.totalCount === ours.totalCount),
  ]
}

function byCode({ coupons }: Page): ReadonlyMap<string, CouponMeaning> {
  return new Map(coupons.map((coupon) => [coupon.get(codeWire) ?? '', coupon]))
}

/** Coupons that are on both pages, and on one of them more often. */
function repetitionsOf(upstream: Page, ours: Page): readonly Deviation[] {
  const [theirs, own] = [timesOf(upstream), timesOf(ours)]
  return [...theirs.keys()].flatMap((couponCode): readonly Deviation[] => {
    const [there = 0, here = there] = [theirs.get(couponCode), own.get(couponCode)]
    if (there === here) return []
    return [{ class: 'repeated', name: '', couponCode, upstream: String(there), ours: String(here) }]
  })
}

function timesOf({ coupons }: Page): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const coupon of coupons) {
    const code = coupon.get(codeWire) ?? ''
    times.set(code, (times.get(code) ?? 0) + 1)
  }
  return times
}

async function unlisted(codes: readonly string[], isListed: IsListed): Promise<readonly string[]> {
  const listed = await Promise.all(codes.map(isListed))
  return codes.filter((_code, place) => listed[place] === false)
}

/** The code of an empty answer says no more than that there are no coupons. */
function hasFailed({ errorCode }: Page): boolean {
  return errorCode !== '' && errorCode !== emptyRow.code
}

function errorsOf(upstream: Page, ours: Page): readonly Deviation[] {
  const [theirCode, ourCode] = [upstream, ours].map(({ errorCode, coupons }) =>
    coupons.length === 0 && errorCode === '' ? emptyRow.code : errorCode,
  )
  if (theirCode === ourCode) return []
  return [{ class: 'error', name: '', upstream: theirCode ?? '', ours: ourCode ?? '' }]
}

function compareCoupon(
  couponCode: string,
  theirs: CouponMeaning,
  own: CouponMeaning | undefined,
): readonly Deviation[] {
  if (own === undefined) return []
  const names = new Set([...theirs.keys(), ...own.keys()])
  return [...names].flatMap((name): readonly Deviation[] => {
    const [upstream, ours] = [theirs.get(name) ?? '', own.get(name) ?? '']
    if (isSameValue(name, upstream, ours)) return []
    return [{ class: 'field', name, couponCode, upstream, ours }]
  })
}

/** @param explained by how many coupons ours differs for coupons that are named as missing or extra */
function totalsOf(upstream: Page, ours: Page, explained: number): readonly Deviation[] {
  const difference = ours.totalCount - upstream.totalCount
  if (difference !== explained) return [totalDeviation(totalCount.wire, upstream.totalCount, ours.totalCount)]
  if (difference === 0 && upstream.totalPage !== ours.totalPage) {
    return [totalDeviation(totalPage.wire, upstream.totalPage, ours.totalPage)]
  }
  const [there = ours.currentPage, here = there] = [upstream.currentPage, ours.currentPage]
  return there === here ? [] : [totalDeviation(currentPage.wire, there ?? 0, here ?? 0)]
}

function totalDeviation(name: string, upstream: number, ours: number): Deviation {
  return { class: 'total', name, upstream: String(upstream), ours: String(ours) }
}

/** @param hasMoved whether coupons are on other pages although both lists have the same length */
function orderOf(theirs: readonly string[], own: readonly string[], hasMoved: boolean): readonly Deviation[] {
  const theirCommon = theirs.filter((code) => own.includes(code))
  const ownCommon = own.filter((code) => theirs.includes(code))
  const isOther = theirCommon.some((code, place) => code !== ownCommon[place])
  if (!isOther && !hasMoved) return []
  return [{ class: 'order', name: '', upstream: shownOrder(theirs), ours: shownOrder(own) }]
}

const shownCodes = 5

function shownOrder(codes: readonly string[]): string {
  return codes.length <= shownCodes ? codes.join(' ') : `${codes.slice(0, shownCodes).join(' ')} …`
}
