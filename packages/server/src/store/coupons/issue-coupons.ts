import { differingFields } from '../../domain/coupon/coupon-content.ts'
import type { CouponDraft, CouponIssuer, IssueOutcome } from '../../domain/coupon/coupon-store.ts'
import type { IndexedPhone, PhoneBook, PhoneIndex } from '../phones/phone-book.ts'
import { paddedList, textForList } from '../sql/in-list.ts'
import type { SqlEngine, SqlRow, SqlTransaction } from '../sql/sql-engine.ts'
import { transactUpserting } from '../sql/transact-upserting.ts'
import { addToCounter, findCounter, insertCounter, touchCounter } from '../statements/counter-statements.ts'
import { findCouponsByCodes, insertCoupon } from '../statements/coupon-statements.ts'
import { channelCounter, seqCounter } from './counter-names.ts'
import { channelColumn, couponOfRow, phoneIndexOfRow, valuesOfDraft } from './coupon-row.ts'

/** Coupons of one call; longer transactions stall the other writers of a cluster. */
const maxDrafts = 1000

/**
 * Stores coupons. Every one that is created gets the next number of its chain and of its channel, without gaps: the
 * counters are taken in the transaction that inserts the rows, in blocks of just as many as are new.
 */
export function createCouponIssuer(engine: SqlEngine, phones: PhoneBook): CouponIssuer {
  return {
    async issueCoupons(sellerId, drafts, nowMs) {
      checkDrafts(drafts)
      const indexed = drafts.map((draft) => withPhoneIndex(sellerId, draft, phones))
      return transactUpserting(engine, (transaction) => issue({ transaction, phones, sellerId, nowMs }, indexed))
    },
  }
}

type Issue = Readonly<{ transaction: SqlTransaction; phones: PhoneBook; sellerId: string; nowMs: number }>
type IndexedDraft = Readonly<{ draft: CouponDraft; phoneIndex: PhoneIndex | undefined }>

function checkDrafts(drafts: readonly CouponDraft[]): void {
  if (drafts.length < 1 || drafts.length > maxDrafts) throw new RangeError(`${drafts.length} drafts in one issue`)
  if (new Set(drafts.map(({ terms }) => terms.couponCode)).size < drafts.length) {
    throw new RangeError('a coupon code stands twice in one issue')
  }
}

function withPhoneIndex(sellerId: string, draft: CouponDraft, phones: PhoneBook): IndexedDraft {
  const { phone } = draft.terms
  return { draft, phoneIndex: phone === undefined ? undefined : phones.indexOf(sellerId, phone) }
}

/** The counter comes first: it makes issuers of one chain wait for each other before they look which codes stand. */
async function issue(call: Issue, drafts: readonly IndexedDraft[]): Promise<readonly IssueOutcome[]> {
  await lockSeq(call)
  const standing = await findStanding(call, drafts)
  const newDrafts = drafts.filter(({ draft }) => !standing.has(draft.terms.couponCode))
  const firstSeq = newDrafts.length === 0 ? 0 : await insertDrafts(call, newDrafts)
  let created = 0
  return drafts.map((given): IssueOutcome => {
    const row = standing.get(given.draft.terms.couponCode)
    if (row !== undefined) return compared(call.sellerId, row, given)
    created += 1
    return { kind: 'created', seq: firstSeq + created - 1 }
  })
}

async function lockSeq({ transaction, sellerId }: Issue): Promise<void> {
  const touched = await transaction.run(touchCounter, [sellerId, seqCounter])
  if (touched === 0) await transaction.run(insertCounter, [sellerId, seqCounter, 0])
}

async function findStanding(call: Issue, drafts: readonly IndexedDraft[]): Promise<ReadonlyMap<string, SqlRow>> {
  const codes = paddedList(drafts.map(({ draft }) => draft.terms.couponCode))
  const rows = await call.transaction.all(textForList(findCouponsByCodes, codes), [call.sellerId, ...codes])
  return new Map(rows.map((row) => [String(row[1]), row]))
}

/** Phones are compared by their index, so nothing is decrypted. */
function compared(sellerId: string, row: SqlRow, { draft, phoneIndex }: IndexedDraft): IssueOutcome {
  const standingIndex = phoneIndexOfRow(row)
  const phone = isSameIndex(standingIndex, phoneIndex) ? draft.terms.phone : otherPhone
  const fields = differingFields(couponOfRow(sellerId, row, phone), draft)
  return fields.length === 0 ? { kind: 'existing' } : { kind: 'conflict', fields }
}

/** Equals no phone: only compared, never stored or shown. */
const otherPhone = ''

function isSameIndex(left: PhoneIndex | undefined, right: PhoneIndex | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return Buffer.compare(left, right) === 0
}

/** @returns the number of the first */
async function insertDrafts(call: Issue, drafts: readonly IndexedDraft[]): Promise<number> {
  const firstSeq = await takeBlock(call, seqCounter, drafts.length)
  const nextChannelSeqs = await takeChannelBlocks(call, drafts)
  await call.phones.storePhones(call.transaction, call.sellerId, drafts.flatMap(phoneOf))
  for (const [place, { draft, phoneIndex }] of drafts.entries()) {
    const channel = channelColumn(draft.terms.channel)
    const channelSeq = nextChannelSeqs.get(channel) ?? 1
    nextChannelSeqs.set(channel, channelSeq + 1)
    const stand = { sellerId: call.sellerId, seq: firstSeq + place, channelSeq, issuedAtMs: call.nowMs }
    await call.transaction.run(insertCoupon, valuesOfDraft(draft, phoneIndex, stand))
  }
  return firstSeq
}

function phoneOf({ draft, phoneIndex }: IndexedDraft): readonly IndexedPhone[] {
  const { phone } = draft.terms
  return phone === undefined || phoneIndex === undefined ? [] : [{ phone, index: phoneIndex }]
}

/** In sorted order, so that two issuers never wait for each other in a circle. */
async function takeChannelBlocks(call: Issue, drafts: readonly IndexedDraft[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const { draft } of drafts) {
    const channel = channelColumn(draft.terms.channel)
    sizes.set(channel, (sizes.get(channel) ?? 0) + 1)
  }
  const firsts = new Map<string, number>()
  for (const channel of [...sizes.keys()].sort()) {
    firsts.set(channel, await takeBlock(call, channelCounter(channel), sizes.get(channel) ?? 0))
  }
  return firsts
}

/** @returns the first number of a block of `size` numbers that now are the caller's */
async function takeBlock({ transaction, sellerId }: Issue, counter: string, size: number): Promise<number> {
  const updated = await transaction.run(addToCounter, [size, sellerId, counter])
  if (updated === 0) await transaction.run(insertCounter, [sellerId, counter, size])
  const row = await transaction.one(findCounter, [sellerId, counter])
  return Number(row?.[0]) - size + 1
}
