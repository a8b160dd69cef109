import { type ImportQuestion, isUncertainDay, openQuestions, questionsOf } from '@yaoquan/api/words'
import { ruleForList } from '#domain/comma-list'
import { compareDays, type DateText, isCalendarDay } from '#domain/dates'
import { formatYuan, parseYuan } from '#domain/money'
import {
  ruleForCard,
  ruleForPhone,
  ruleForPhoneOfPeople,
  ruleForScientific,
  ruleForTenDigits,
} from '#domain/number-rules'
import { normalisePhone } from '#domain/phone'
import type { Rule } from '#domain/rule'
import { type Coupon, type CouponStatus, type CouponTerms, couponStatus, type IssuedState } from './coupon.ts'
import type { CouponDraft } from './coupon-store.ts'

/** The properties a coupon is given with, as text: its terms, amounts in yuan, and its status. */
export type RawCouponField = 'status' | RawNameOf<keyof CouponTerms>

type RawNameOf<Term extends string> = Term extends `${infer Amount}Fen` ? Amount : Term

/** A coupon from a file or a caller: texts, any of them missing or blank. */
export type RawCoupon = Readonly<Partial<Record<RawCouponField, string | undefined>>>

type ParsedDraft = Readonly<{ kind: 'draft'; draft: CouponDraft }> | InvalidDraft

/** The first rule that a coupon breaks, and the others, where there are any. */
export type InvalidDraft = Readonly<{ kind: 'invalid'; others?: readonly BrokenRule[] }> & BrokenRule

export type BrokenRule = Readonly<{ field: RawCouponField; rule: Rule }>

/**
 * The origin of coupons: a call of an app, a file that an app uploads, a form of people, or a file of people. They differ in what is taken
 * for a phone; of a file of people it is asked whether what may be forgotten is meant.
 */
export type DraftSource = 'call' | 'file' | 'people' | PeopleFile

/** A file of people. `answered`: what its rows may be. */
export type PeopleFile = Readonly<{ answered: readonly ImportQuestion[] }>

/**
 * Reads a coupon. Texts are trimmed, except `attribute`, which is opaque; blank means absent; the phone is normalised.
 * Status 2 (expired) is read as unused, since expiry is computed. All broken rules are reported.
 */
export function parseCouponDraft(raw: RawCoupon, source: DraftSource = 'call'): ParsedDraft {
  const broken: BrokenRule[] = []
  const report: Report = (field, rule) => broken.push({ field, rule })
  const draft = readDraft(raw, source, report)
  if (typeof source === 'object') checkRowOfPeople(raw, source, report)
  const [first, ...others] = isNote(raw, source) ? [noteRow] : broken
  if (first === undefined) return { kind: 'draft', draft }
  return others.length === 0 ? { kind: 'invalid', ...first } : { kind: 'invalid', ...first, others }
}

/**
 * Reads a coupon as another CRM has it, also where it breaks rules.
 * @param raw its status is not read
 * @returns the draft, unused; terms that could not be read are missing in it. `broken`: all rules that it breaks
 */
export function readForeignDraft(raw: Omit<RawCoupon, 'status'>): Readonly<{
  draft: CouponDraft
  broken: readonly BrokenRule[]
}> {
  const broken: BrokenRule[] = []
  const draft = readDraft({ ...raw, status: undefined }, 'call', (field, rule) => broken.push({ field, rule }))
  return { draft, broken }
}

function checkRowOfPeople(raw: RawCoupon, { answered }: PeopleFile, report: Report): void {
  const rounded = ruleForScientific(raw.couponCode ?? '')
  if (rounded !== undefined) report('couponCode', rounded)
  for (const question of questionsOf(raw)) {
    const { property, zh, en } = openQuestions[question]
    if (!answered.includes(question)) report(property, { zh, en })
  }
}

/** Totals and notes that people write below their rows. Nothing else of such a row means anything. */
function isNote({ couponCode = '' }: RawCoupon, source: DraftSource): boolean {
  return typeof source === 'object' && note.test(couponCode.trim())
}

const note = /^(?:合计|总计|小计|共计|总数|total|sum)$|^(?:注|备注|说明|制表|填表|note|remark)\s*\d*[:：]/i

type Report = (field: RawCouponField, rule: Rule) => void

const noteRow: BrokenRule = {
  field: 'couponCode',
  rule: { zh: '像合计或说明，不是券码', en: 'looks like a total or a note, and not like a code' },
}

const rules = {
  required: { zh: '缺少必填值', en: 'is required' },
  wellFormed: { zh: '不是合法的 Unicode 文本', en: 'is not well-formed Unicode' },
  /** SDKs send lists of codes joined by commas (docs/reference/top-protocol.md, 2.2), so a code with a comma would name two coupons. */
  noComma: { zh: '不能含有逗号', en: 'must not contain a comma' },
  printable: { zh: '不能含有控制字符', en: 'must not contain control characters' },
  amount: {
    zh: '应为 0 到 1000000000 元的金额，最多两位小数',
    en: 'must be 0..1000000000 yuan with at most two decimals',
  },
  day: { zh: '应为 YYYY-MM-DD 格式的有效日期', en: 'must be a calendar day, YYYY-MM-DD' },
  dayUncertain: {
    zh: '日和月哪个在前不确定，应为 YYYY-MM-DD',
    en: 'may be either of two days; it must be YYYY-MM-DD',
  },
  dayOrder: { zh: '失效日期不能早于生效日期', en: 'must not lie before the start date' },
  status: { zh: '应为 0（未使用）、1（已使用）、2（已过期）或 3（已作废）', en: 'must be 0, 1, 2 or 3' },
} as const satisfies Record<string, Rule>

function readDraft(raw: RawCoupon, source: DraftSource, report: Report): CouponDraft {
  const text = (field: RawCouponField, maxLength: number) => readText(raw[field], { field, maxLength }, report)
  const couponCode = text('couponCode', 64)
  if (couponCode === undefined) report('couponCode', rules.required)
  const terms: CouponTerms = {
    couponCode: couponCode ?? '',
    couponId: text('couponId', 64),
    couponName: text('couponName', 128),
    channel: text('channel', 64),
    phone: readPhone(raw, source, report),
    cardNo: readCard(text('cardNo', 64), report),
    couponAmountFen: readAmount(raw, 'couponAmount', report),
    orderAmountFen: readAmount(raw, 'orderAmount', report),
    startDate: readDay(raw, 'startDate', report),
    endDate: readDay(raw, 'endDate', report),
    billDate: readDay(raw, 'billDate', report),
    description: text('description', 1024),
    shop: readList(raw, 'shop', report),
    category: readList(raw, 'category', report),
    attribute: text('attribute', 4096),
  }
  const { startDate, endDate } = terms
  if (startDate !== undefined && endDate !== undefined && compareDays(startDate, endDate) > 0) {
    report('endDate', rules.dayOrder)
  }
  return { terms, state: readState(raw, report) }
}

function readText(
  given: string | undefined,
  { field, maxLength }: Readonly<{ field: RawCouponField; maxLength: number }>,
  report: Report,
): string | undefined {
  const trimmed = given?.trim()
  if (given === undefined || trimmed === undefined || trimmed === '') return undefined
  const text = field === 'attribute' ? given : trimmed
  if (text.length > maxLength) report(field, tooLong(maxLength))
  else if (!text.isWellFormed()) report(field, rules.wellFormed)
  else if (keyFields.has(field) && /\p{Cc}/u.test(text)) report(field, rules.printable)
  else if (field === 'couponCode' && text.includes(',')) report(field, rules.noComma)
  return text
}

/** Fields by which callers find coupons: XML cannot carry a control character, so a value read there would name another coupon. */
const keyFields: ReadonlySet<RawCouponField> = new Set(['couponCode', 'couponId', 'cardNo', 'channel'])

function tooLong(maxLength: number): Rule {
  return { zh: `不能超过 ${maxLength} 个字符`, en: `must not have more than ${maxLength} characters` }
}

const phoneRules: Readonly<Record<Extract<DraftSource, string>, (phone: string) => Rule | undefined>> = {
  call: ruleForPhone,
  file: (phone) => ruleForPhone(phone) ?? ruleForTenDigits(phone),
  people: ruleForPhoneOfPeople,
}

function readPhone(raw: RawCoupon, source: DraftSource, report: Report): string | undefined {
  const phone = normalisePhone(raw.phone ?? '')
  if (phone === '') return undefined
  const rule = phoneRules[typeof source === 'object' ? 'people' : source](phone)
  if (!phone.isWellFormed()) report('phone', rules.wellFormed)
  else if (rule !== undefined) report('phone', rule)
  return phone
}

function readCard(cardNo: string | undefined, report: Report): string | undefined {
  const rule = cardNo === undefined ? undefined : ruleForCard(cardNo)
  if (rule !== undefined) report('cardNo', rule)
  return cardNo
}

function readList(raw: RawCoupon, field: 'shop' | 'category', report: Report): string | undefined {
  const list = readText(raw[field], { field, maxLength: 1024 }, report)
  const rule = list === undefined ? undefined : ruleForList(list)
  if (rule !== undefined) report(field, rule)
  return list
}

function readAmount(raw: RawCoupon, field: RawCouponField, report: Report): number | undefined {
  const text = raw[field]?.trim() ?? ''
  if (text === '') return undefined
  const fen = parseYuan(text)
  if (fen === undefined) report(field, rules.amount)
  return fen
}

function readDay(raw: RawCoupon, field: RawCouponField, report: Report): DateText | undefined {
  const text = raw[field]?.trim() ?? ''
  if (text === '') return undefined
  if (isCalendarDay(text)) return text
  report(field, isUncertainDay(text) ? rules.dayUncertain : rules.day)
  return undefined
}

function readState({ status = '' }: RawCoupon, report: Report): IssuedState {
  const kind = stateKinds.get(status.trim())
  if (kind === undefined) report('status', rules.status)
  return { kind: kind ?? 'unused' }
}

const stateKinds: ReadonlyMap<string, IssuedState['kind']> = new Map([
  ...['', '0', '2'].map((status) => [status, 'unused'] as const),
  ['1', 'used'],
  ['3', 'void'],
])

/** Every property of a coupon as text. */
export type CouponTexts = Readonly<Record<RawCouponField, string | undefined>> &
  Readonly<{ status: CouponStatus; couponCode: string }>

/**
 * Writes a coupon as the texts that `parseCouponDraft` reads again, with every term and, of states, unused, expired, used
 * and void. A held coupon has status 4, which `parseCouponDraft` refuses: leaving the hold out would let two stores
 * redeem the coupon. A use is kept without its order.
 */
export function rawCouponOf(coupon: Pick<Coupon, 'terms' | 'state'>, nowMs: number): CouponTexts {
  const { couponAmountFen, orderAmountFen, ...texts } = coupon.terms
  const amounts = { couponAmount: optionalYuan(couponAmountFen), orderAmount: optionalYuan(orderAmountFen) }
  return { ...texts, ...amounts, status: couponStatus(coupon, nowMs) }
}

/** An amount that may be missing, as on the wire. */
export function optionalYuan(fen: number | undefined): string | undefined {
  return fen === undefined ? undefined : formatYuan(fen)
}
