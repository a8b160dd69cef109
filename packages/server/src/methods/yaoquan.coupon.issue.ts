import { type InputOf, issueCoupons, issuedCouponFields, RefusedItem, type ResponseOf } from '@yaoquan/api'
import { type IssuedItem, issueCoupons as issue, issuedItems } from '#domain/lifecycle/issue-coupons'
import { type Method, type WriteDependencies, writeRequest } from './method.ts'
import { outcomeOfItems, refusedResult } from './refused-result.ts'

type Result = ResponseOf<typeof issueCoupons>['result']
type Item = Result['items'][number]

/** Registers coupons that were issued elsewhere: those that can be stored are; each item has its outcome. */
export function issueCouponsMethod({ lifecycle }: WriteDependencies): Method<typeof issueCoupons> {
  return {
    definition: issueCoupons,
    async call(input, context) {
      const rows = input.coupons.flatMap((coupon) => (coupon instanceof RefusedItem ? [] : [coupon]))
      const unreadable = input.coupons.length - rows.length
      const request = writeRequest(issueCoupons.name, input, context)
      const source = context.operator === undefined ? 'call' : 'people'
      const written = await issue({ lifecycle, request, rows, source, unreadable })
      if (written.kind === 'conflict' || written.kind === 'sign-reused') {
        return { result: { ...refusedResult(written, input), ...summary([]) } }
      }
      const isDone = written.kind === 'done'
      const items = itemsOf(input.coupons, issuedItems(isDone ? written.answer : written.refusal, rows.length))
      const alreadyDone = isDone && written.isAlreadyDone ? true : undefined
      const failed = items.filter(({ outcome }) => outcome === 'conflict' || outcome === 'invalid').length
      return { result: { ...outcomeOfItems(failed), alreadyDone, ...summary(items) } }
    },
  }
}

/** One item per coupon of the call, in its order, from those of the coupons that could be read. */
function itemsOf(coupons: InputOf<typeof issueCoupons>['coupons'], issued: readonly IssuedItem[]): readonly Item[] {
  const rest = issued.values()
  return coupons.map((coupon) => {
    if (coupon instanceof RefusedItem) return refusedItem(coupon)
    return toItem(rest.next().value, coupon.couponCode)
  })
}

function summary(items: readonly Item[]) {
  const count = (outcome: Item['outcome']): number => items.filter((item) => item.outcome === outcome).length
  return {
    createdCount: count('created'),
    existingCount: count('existing'),
    conflictCount: count('conflict'),
    duplicateCount: count('duplicate'),
    invalidCount: count('invalid'),
    items,
  }
}

const maxCodeLength = 64

function refusedItem({ texts, field, rule }: RefusedItem): Item {
  const couponCode = texts['couponCode']?.trim().slice(0, maxCodeLength)
  const broken = { field: field || undefined, rule: rule.zh, ruleEn: rule.en }
  return { couponCode: couponCode || undefined, outcome: 'invalid', ...broken }
}

type WordedItem = Item & Readonly<{ ruleEn?: string }>

/** @param item undefined, which is a bug, where an issue gave fewer items than it was given rows */
export function toItem(item: IssuedItem | undefined, couponCode: string | undefined): WordedItem {
  if (item === undefined) throw new TypeError('an issue gave fewer items than it was given rows')
  if (item.kind === 'invalid') {
    const { zh: rule, en: ruleEn } = item.rule
    const broken = { field: issuedCouponFields[item.field].wire, rule, ruleEn }
    return { couponCode, outcome: 'invalid', ...broken }
  }
  if (item.kind === 'conflict') return { couponCode, outcome: 'conflict', field: issuedFieldNames(item.fields) }
  return { couponCode, outcome: item.kind }
}

/** Properties by their wire names, as a comma list. Inside, amounts are named with their unit. */
function issuedFieldNames(properties: readonly string[]): string {
  const fields: Readonly<Record<string, Readonly<{ wire: string }>>> = issuedCouponFields
  const names = properties.map((property) => property.replace(/Fen$/, ''))
  return names.map((name) => fields[name]?.wire ?? name).join(',')
}
