import {
  erpCouponFields,
  type InputOf,
  issuedCouponFields,
  lineText,
  parseLine,
  shownName,
  type Text,
  unknownRule,
  uploadCoupons,
  type uploadLines,
  type ValuesOf,
} from '@yaoquan/api'
import type { RawCoupon, RawCouponField } from '#domain/coupon/coupon-draft'
import { type IssuedItem, issueCoupons, issuedItems } from '#domain/lifecycle/issue-coupons'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { type CallContext, ReusedSign, writeRequest } from './method.ts'
import { isNoPhone } from './phones-stored.ts'
import { toItem } from './yaoquan.coupon.issue.ts'

/** A line of the body that is not blank; numbers count from 1. */
export type BodyLine = Readonly<{ number: number; text: string }>

export type RefusedLine = ValuesOf<typeof uploadLines.refused> & Readonly<{ ruleEn: string }>

type StoredBatch =
  | Readonly<{
      kind: 'stored'
      created: number
      existing: number
      refused: readonly RefusedLine[]
      /** Created coupons whose phone is not one; absent in a repeat. */
      noPhones?: number | undefined
    }>
  /** The request number was used for other content. */
  | Readonly<{ kind: 'conflict' }>

export interface UploadWriter {
  /** Durable when it resolves. The same batch of the same number, from 1, is stored once. @param batch.lines 1..1000 */
  storeBatch(batch: Readonly<{ number: number; lines: readonly BodyLine[] }>): Promise<StoredBatch>
}

export type CouponUpload = Readonly<{
  definition: typeof uploadCoupons
  open(input: InputOf<typeof uploadCoupons>, context: CallContext): UploadWriter
}>

/** Registers coupons that were issued elsewhere, in batches under one request number. */
export function couponUpload({ lifecycle }: Readonly<{ lifecycle: LifecycleStore }>): CouponUpload {
  return {
    definition: uploadCoupons,
    open: ({ outRequestNo, channel }, context) => ({
      async storeBatch({ number, lines }) {
        const read = lines.map(({ number: line, text }) => ({
          line,
          ...readCouponLine(text, context.sellerId, channel),
        }))
        const rows = read.flatMap((own) => (own.kind === 'coupon' ? [own.raw] : []))
        const written = await issue({ outRequestNo, number, rows }, { lifecycle, context })
        return written === undefined ? { kind: 'conflict' } : outcomeOf(read, written)
      },
    }),
  }
}

type Issued = Readonly<{ items: readonly IssuedItem[]; isRepeat: boolean }>

type Part = Readonly<{ outRequestNo: string; number: number; rows: readonly RawCoupon[] }>

/** @returns one item per row, and whether they are those of an earlier call; undefined if the number was used for other rows */
async function issue(
  { outRequestNo, number, rows }: Part,
  { lifecycle, context }: Readonly<{ lifecycle: LifecycleStore; context: CallContext }>,
): Promise<Issued | undefined> {
  if (rows.length === 0) return { items: [], isRepeat: false }
  const input = { outRequestNo, rows }
  const request = writeRequest(uploadCoupons.name, input, context)
  const written = await issueCoupons({ lifecycle, request: { ...request, part: number }, rows, source: 'file' })
  if (written.kind === 'sign-reused') throw new ReusedSign()
  if (written.kind === 'conflict') return undefined
  const isDone = written.kind === 'done'
  const items = issuedItems(isDone ? written.answer : written.refusal, rows.length)
  return { items, isRepeat: isDone && written.isAlreadyDone }
}

function outcomeOf(
  read: readonly (CouponLine & Readonly<{ line: number }>)[],
  { items, isRepeat }: Issued,
): StoredBatch {
  const refused: RefusedLine[] = []
  const stored = { created: 0, existing: 0, noPhones: 0 }
  const rest = items.values()
  for (const own of read) {
    const item = own.kind === 'invalid' ? own : toItem(rest.next().value, own.raw.couponCode?.slice(0, maxShown))
    const { couponCode, outcome } = item
    const isStored = own.kind === 'coupon' && outcome === 'created' && !isRepeat
    if (isStored && isNoPhone(own.raw.phone)) stored.noPhones += 1
    if (outcome === 'created' || outcome === 'existing') stored[outcome] += 1
    else {
      const { field = issuedCouponFields.couponCode.wire } = item
      const { zh, en } = outcome === 'invalid' ? { zh: '', en: '' } : rules[outcome]
      const { rule = zh, ruleEn = en } = item
      refused.push({ kind: 'refused', line: own.line, couponCode, outcome, field, rule, ruleEn })
    }
  }
  return { kind: 'stored', ...stored, refused }
}

const rules = {
  conflict: { zh: '同一券码已有内容不同的优惠券', en: 'a coupon of this code with other content exists' },
  duplicate: { zh: '同一券码在同一批出现多次', en: 'the code appears several times in one batch' },
} as const

type InvalidLine = Readonly<{ couponCode: string | undefined; field: string; rule: string; ruleEn: string }>

/** One line of an upload. */
type CouponLine =
  | Readonly<{ kind: 'coupon'; raw: RawCoupon }>
  /** Breaks a rule before those of a coupon. `field` is a wire name, empty if the line is not an object. */
  | (InvalidLine & Readonly<{ kind: 'invalid'; outcome: 'invalid' }>)

/**
 * Reads a coupon of an upload: an object in wire names. An unknown member is refused, since a misspelt date would be
 * lost unnoticed in every line; the seller's id is allowed if it is this one.
 * @param channel of coupons that name none
 */
function readCouponLine(text: string, sellerId: string, channel: string | undefined): CouponLine {
  const object = parseLine(text)
  if (object === undefined) return invalid(undefined, '', { zh: '不是JSON对象', en: 'is no JSON object' })
  const given: unknown = Reflect.get(object, issuedCouponFields.couponCode.wire)
  const couponCode = typeof given === 'string' ? given.slice(0, maxShown) : undefined
  const raw: Partial<Record<RawCouponField, string>> = {}
  for (const [wire, value] of Object.entries(object)) {
    const valueText = lineText(value)
    const property = properties.get(wire)
    if (valueText === undefined)
      return invalid(couponCode, shownName(wire), {
        zh: '应为文本或16位以内的数字',
        en: 'must be a text or a number of at most 16 digits',
      })
    if (property !== undefined) raw[property] = valueText
    else if (wire !== erpCouponFields.sellerId.wire)
      return invalid(couponCode, shownName(wire), unknownRule(wire, [...properties.keys()]))
    else if (valueText.trim() !== sellerId)
      return invalid(couponCode, wire, { zh: '不是本次调用的连锁', en: 'is not the seller of this call' })
  }
  if (channel !== undefined && !raw.channel?.trim()) raw.channel = channel
  return { kind: 'coupon', raw }
}

const maxShown = 64

const properties: ReadonlyMap<string, RawCouponField> = new Map(
  (Object.keys(issuedCouponFields) as RawCouponField[]).map((property) => [
    issuedCouponFields[property].wire,
    property,
  ]),
)

function invalid(couponCode: string | undefined, field: string, { zh: rule, en: ruleEn }: Text): CouponLine {
  return { kind: 'invalid', outcome: 'invalid', couponCode, field, rule, ruleEn }
}
