import { keyedBy } from '#database/shared-statements'
import type { BoundStatement, RowUpdate, SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, type NamedRow, select } from '#database/table'
import type { ClaimCount, ClaimsOf, CountedBy } from '#domain/templates/claim-count'
import { ofCards, ofPhonesOfEach, oneMember, severalMembers } from './coupons-of-member.ts'

/** What a counter of claims holds. */
export const countColumns = ['taken_total', 'day_text', 'taken_day'] as const

/** What was claimed of each template with a limited stock. */
export const templateStockTable = defineTable({
  name: 'template_stock',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', ...countColumns],
})

/** What each member claimed of each template that limits members. */
export const memberUsageTable = defineTable({
  name: 'member_usage',
  key: ['seller_id', 'member_key', 'coupon_id'],
  columns: ['seller_id', 'member_key', 'coupon_id', ...countColumns],
})

export const insertStock = insertInto(templateStockTable)
export const insertUsage = insertInto(memberUsageTable)

/** What a counter holds, as cells. */
type CountCells = Readonly<Record<(typeof countColumns)[number], SqlValue>>
type StockCells = CountCells & Readonly<{ coupon_id: string }>
type UsageCells = CountCells & Readonly<{ member_key: string }>

/** `CASE key WHEN … THEN … END` for what is counted. */
function countedBy<const Column extends 'coupon_id' | 'member_key'>(key: Column) {
  const value = (column: (typeof countColumns)[number]) =>
    sql`${column} = CASE ${key} ${p.each('counters', sql`WHEN ${p.text(key)} THEN ${p.cell(column)}`, ' ')} END`
  return sql`${value('taken_total')}, ${value('day_text')}, ${value('taken_day')}`
}

export const setStocks = sql`UPDATE template_stock SET ${countedBy('coupon_id')}
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id IN (${p.each('counters', p.text('coupon_id'), ', ')})`

export const setUsages = sql`UPDATE member_usage SET ${countedBy('member_key')}
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND member_key IN (${p.each('counters', p.text('member_key'), ', ')})`

/** Sets what was claimed of the stocks of a seller. */
export function stocksOf(sellerId: string): RowUpdate<StockCells> {
  const many = (counters: readonly StockCells[]) => setStocks({ sellerId, counters })
  return {
    name: 'template_stock',
    keyOf: ({ coupon_id }) => coupon_id,
    one: (one) => many([one]),
    many,
    replaces: true,
  }
}

/** Sets what members claimed of a template. */
export function usagesOf({ sellerId, couponId }: OfTemplate): RowUpdate<UsageCells> {
  const many = (counters: readonly UsageCells[]) => setUsages({ sellerId, couponId, counters })
  const keyOf = ({ member_key }: UsageCells) => member_key
  return { name: `member_usage ${couponId}`, keyOf, one: (one) => many([one]), many, replaces: true }
}

/** What is counted, as cells. */
export function countCells({ total, day, onDay }: ClaimCount): CountCells {
  return { taken_total: total, day_text: day, taken_day: onDay }
}

const stock = select(templateStockTable.columns)
const usage = select(memberUsageTable.columns)

/** Decodes the count of a row of `template_stock` with all columns. */
export function stockCountOfRow(row: SqlRow): ClaimCount {
  return countOf(stock.named(row))
}

/** A counter of what a member claimed. */
export type MemberUsage = Readonly<{ couponId: string; memberKey: string; count: ClaimCount }>

/** Decodes a row of `member_usage` with all columns. */
export function memberUsageOfRow(row: SqlRow): MemberUsage {
  const named = usage.named(row)
  return { couponId: String(named.coupon_id), memberKey: String(named.member_key), count: countOf(named) }
}

/** What members claimed of a template, by their keys. */
export const findMemberUsage = keyedBy(
  sql`SELECT ${usage.text} FROM member_usage
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND member_key IN (${p.texts('memberKeys')})`,
  usage.at.member_key,
)

/** What a member claimed of the templates that are open, by their ids. CROSS JOIN keeps planners from walking the templates. */
export const listOpenUsage = sql`SELECT ${usage.of('u')} FROM member_usage u
  CROSS JOIN coupon_template t ON t.seller_id = u.seller_id AND t.coupon_id = u.coupon_id
  WHERE u.seller_id = ${p.text('sellerId')} AND u.member_key = ${p.text('memberKey')} AND t.closed_at_ms IS NULL
  ORDER BY u.coupon_id LIMIT ${p.number('limit')}`

function countOf(row: NamedRow<(typeof countColumns)[number]>): ClaimCount {
  return { total: Number(row.taken_total), day: String(row.day_text), onDay: Number(row.taken_day) }
}

/** The key of a member. */
export function memberKey(memberNo: number): string {
  return `m:${memberNo}`
}

/** The key of a phone that names no member. */
export function phoneKey(phoneRef: number): string {
  return `p:${phoneRef}`
}

/** The key of those whose claims are counted together. */
export function keyOfCounted(by: CountedBy): string {
  return by.kind === 'member' ? memberKey(by.memberNo) : phoneKey(by.phoneRef)
}

/** @returns undefined for a key that was never written */
export function parseMemberKey(key: string): CountedBy | undefined {
  const [, kind, digits] = /^([mp]):([1-9]\d{0,14})$/.exec(key) ?? []
  if (kind === undefined) return undefined
  return kind === 'm' ? { kind: 'member', memberNo: Number(digits) } : { kind: 'phone', phoneRef: Number(digits) }
}

/** What was counted for members is counted anew by the next claim. */
export const forgetUsage = sql`DELETE FROM member_usage
  WHERE seller_id = ${p.text('sellerId')} AND member_key IN (${p.texts('memberKeys')})`

const claimed = select(['claimed_total', 'claimed_since', 'member_no'])
const countsSince = sql`COUNT(*), COALESCE(SUM(CASE WHEN issued_at_ms >= ${p.number('sinceMs')} THEN 1 ELSE 0 END), 0)`

const claim = select(['seq', 'issued_at_ms'])

/** COALESCE keeps planners from the keys of cards and templates, under which there are many more coupons. */
const hasNoCard = 'COALESCE(c.card_ref, 0) = 0'
const isOfTemplate = sql`COALESCE(c.coupon_id, '') = ${p.text('couponId')} AND c.template_version IS NOT NULL`
const sellerId = p.text('sellerId')

/** The claims by the cards of members. */
const claimsOfCards = sql`${ofCards(claim.of('c'), severalMembers)} AND ${isOfTemplate}`

/**
 * The claims of members, of which none is of two: coupons of their cards, and coupons without a card of their phones, unless too many members share the
 * phone or the member has too many phones.
 */
const claimsOfMembers = sql`${claimsOfCards} UNION ALL ${ofPhonesOfEach(claim.of('c'), severalMembers)} AND ${isOfTemplate}`

/** Claims by a phone without a card. */
const claimsOfPhone = sql`SELECT ${claim.of('c')} FROM coupon c
  WHERE c.seller_id = ${sellerId} AND c.phone_ref = ${p.number('phoneRef')} AND ${hasNoCard} AND ${isOfTemplate}`

/** The claims of each of several members. */
const claimsOfEach = sql`${ofCards(`${claim.of('c')}, m.member_no`, severalMembers)} AND ${isOfTemplate}
  UNION ALL ${ofPhonesOfEach(`${claim.of('c')}, h.member_no`, severalMembers)} AND ${isOfTemplate}`

/** The claims of a template, in all and since a moment. */
export const countClaims = {
  template: sql`SELECT ${countsSince} FROM coupon
  WHERE seller_id = ${sellerId} AND coupon_id = ${p.text('couponId')} AND template_version IS NOT NULL`,
  members: keyedBy(
    sql`SELECT ${countsSince}, member_no FROM (${claimsOfEach}) claims GROUP BY member_no`,
    claimed.at.member_no,
  ),
  membersAndPhone: sql`SELECT ${countsSince} FROM (${claimsOfMembers} UNION ALL ${claimsOfPhone}) claims`,
  cards: sql`SELECT ${countsSince} FROM (${claimsOfCards}) claims`,
  phone: sql`SELECT ${countsSince} FROM (${claimsOfPhone}) claims`,
} as const

const ofTemplates = sql`COALESCE(c.coupon_id, '') IN (${p.texts('couponIds')}) AND c.template_version IS NOT NULL`
const claimedOf = select(['coupon_id', 'claimed_total', 'claimed_since'])

/** The claims of a member of each of several templates, in all and since a moment; templates without one are missing. */
export const countClaimsByTemplate = sql`SELECT coupon_id, ${countsSince} FROM (
    ${ofCards('c.coupon_id, c.issued_at_ms', oneMember)} AND ${ofTemplates}
    UNION ALL ${ofPhonesOfEach('c.coupon_id, c.issued_at_ms', oneMember)} AND ${ofTemplates}
  ) claims GROUP BY coupon_id`

/** Decodes a row of `countClaimsByTemplate`. @param day the one that began at the moment */
export function claimedOfTemplateRow(row: SqlRow, day: string): Readonly<{ couponId: string; count: ClaimCount }> {
  const { coupon_id, claimed_total, claimed_since } = claimedOf.at
  const count = { total: Number(row[claimed_total]), day, onDay: Number(row[claimed_since]) }
  return { couponId: String(row[coupon_id]), count }
}

export const findClaimsBy = {
  member: sql`SELECT ${claim.text} FROM (${claimsOfMembers}) claims ORDER BY seq`,
  phone: sql`${claimsOfPhone} ORDER BY c.seq`,
} as const

type OfTemplate = Readonly<{ sellerId: string; couponId: string }>

/**
 * Counts the claims of a template, in all and since a moment.
 * @param of whose claims, 1 or more: all, those by the cards of one member, or those of members and of a phone that none of them holds
 */
export function claimsCountQuery(
  of: readonly ClaimsOf[],
  query: OfTemplate & Readonly<{ sinceMs: number }>,
): BoundStatement {
  if (of.some(({ kind }) => kind === 'template')) return countClaims.template(query)
  const ofCards = of.find((one) => one.kind === 'cards')
  if (ofCards !== undefined) return countClaims.cards({ ...query, memberNos: [ofCards.memberNo] })
  const memberNos = of.flatMap((one) => (one.kind === 'member' ? [one.memberNo] : []))
  const ofPhone = of.find((one) => one.kind === 'phone')
  if (ofPhone === undefined) return countClaims.members({ ...query, memberNos })
  const { phoneRef } = ofPhone
  return memberNos.length === 0
    ? countClaims.phone({ ...query, phoneRef })
    : countClaims.membersAndPhone({ ...query, memberNos, phoneRef })
}

/** The coupons of a template that were claimed by a member or phone, in order. */
export function claimsQuery(by: CountedBy, query: OfTemplate): BoundStatement {
  const { sellerId: seller, couponId } = query
  return by.kind === 'member'
    ? findClaimsBy.member({ sellerId: seller, couponId, memberNos: [by.memberNo] })
    : findClaimsBy.phone({ sellerId: seller, couponId, phoneRef: by.phoneRef })
}

/** Decodes the rows of `claimsCountQuery`: coupons claimed in all and since the start of a day. */
export function claimedOfRows(rows: readonly SqlRow[], day: string): ClaimCount {
  const sum = (place: number) => rows.reduce((total, row) => total + Number(row[place]), 0)
  return { total: sum(claimed.at.claimed_total), day, onDay: sum(claimed.at.claimed_since) }
}

/** Those of some members, of the rows of `claimsCountQuery` for members. */
export function rowsOfMembers(
  rows: readonly SqlRow[],
  members: readonly Readonly<{ memberNo: number }>[],
): readonly SqlRow[] {
  return rows.filter((row) => members.some(({ memberNo }) => Number(row[claimed.at.member_no]) === memberNo))
}

/** A claimed coupon. */
export type ClaimedCoupon = Readonly<{ seq: number; issuedAtMs: number }>

/** Decodes a row of `claimsQuery`. */
export function claimedCouponOfRow(row: SqlRow): ClaimedCoupon {
  return { seq: Number(row[claim.at.seq]), issuedAtMs: Number(row[claim.at.issued_at_ms]) }
}
