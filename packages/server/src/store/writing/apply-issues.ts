import type { SqlValue } from '#database/sql-engine'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { IssueChanges } from '#domain/lifecycle/issue-changes'
import { rowsDigest } from '#store/events/head-seal'
import { countCells, insertUsage, keyOfCounted, stocksOf, usagesOf } from '#store/tables/claim-counters'
import { channelCounter, seqCounter } from '#store/tables/counter'
import { channelCell, encodeCoupon, insertCoupon } from '#store/tables/coupon'
import { digestedValues } from '#store/tables/issued-coupon'
import { keyOfStore } from '#store/tables/sealed-text'
import { forgetUsageOf } from './forget-usage.ts'
import { type KeyOfText, storeTexts } from './store-texts.ts'
import { takeNumbersOf } from './take-numbers.ts'
import { type Appliers, oneByOne, type WriterParts } from './writer-parts.ts'

/** Writes what acts change by issuing coupons. */
export const issueAppliers: Pick<Appliers, keyof IssueChanges> = {
  issued: oneByOne(insertDrafts),
  counted: oneByOne(count),
  phoneClaimed: oneByOne(forgetFormerMembers),
}

async function count(
  { unit, origin }: WriterParts,
  { couponId, by, count: counted, isNew }: ChangeKinds['counted'],
): Promise<void> {
  const { sellerId } = origin
  const lost = 'the claims were counted by another call'
  const cells = countCells(counted)
  if (by.kind === 'template') return unit.updateRead(stocksOf(sellerId), { ...cells, coupon_id: couponId }, lost)
  const usage = { ...cells, member_key: keyOfCounted(by) }
  if (!isNew) return unit.updateRead(usagesOf({ sellerId, couponId }), usage, lost)
  unit.insert(insertUsage, [insertUsage.encode({ seller_id: sellerId, coupon_id: couponId, ...usage })])
}

/** Coupons of a phone are also those of the members that held it, whose limits a claim by it need not fit. */
function forgetFormerMembers(
  { unit, origin }: WriterParts,
  { formerMembers }: ChangeKinds['phoneClaimed'],
): Promise<void> {
  return forgetUsageOf(unit, origin.sellerId, { memberNos: formerMembers, phoneRefs: [] })
}

type Issued = ChangeKinds['issued']

/**
 * Stores coupons whose codes are new. Each gets the next number of its seller, of its channel and of the seller's events,
 * without gaps: the counters are raised in the transaction that inserts the rows, by exactly as many as there are. Their
 * `issued` events are one row.
 */
async function insertDrafts(parts: WriterParts, issued: Issued): Promise<void> {
  const { unit, origin, head } = parts
  const { drafts, named, templateVersion } = issued
  const { sellerId, atMs: issuedAtMs } = origin
  const { firstSeq, nextChannelSeqs } = await takeCouponNumbers(parts, drafts)
  const texts = drafts.map(({ terms }) => terms.attribute).filter((text) => text !== undefined)
  const findKeys = async () => keysOfAttributes(issued)
  const attributeRefs = await storeTexts(parts, { kind: 'text', texts, findKeys })
  const firstEventSeq = head.takeNumbers(drafts.length)
  const rows: (readonly SqlValue[])[] = []
  const digested: (readonly SqlValue[])[] = []
  for (const [place, draft] of drafts.entries()) {
    const channel = channelCell(draft.terms.channel)
    const channelSeq = nextChannelSeqs.get(channel) ?? 1
    nextChannelSeqs.set(channel, channelSeq + 1)
    const { phoneRef, cardRef } = named[place] ?? {}
    const attributeRef = attributeRefs.get(draft.terms.attribute ?? '')
    const numbers = { seq: firstSeq + place, channelSeq, eventSeq: firstEventSeq + place }
    const refs = { phoneRef, cardRef, attributeRef }
    const coupon = encodeCoupon({ draft, ...refs, sellerId, issuedAtMs, templateVersion, ...numbers })
    rows.push(coupon)
    digested.push(digestedValues(coupon))
  }
  unit.insert(insertCoupon, rows)
  head.writeEvents([{ kind: 'issued', count: drafts.length, firstCouponSeq: firstSeq, after: rowsDigest(digested) }])
}

/** An attribute of one member's coupons is under that member's key; what a template says is nobody's. */
function keysOfAttributes({ drafts, named, templateVersion }: Issued): KeyOfText {
  const keys = new Map<string, number>()
  for (const [place, { terms }] of drafts.entries()) {
    const { attribute } = terms
    if (attribute === undefined) continue
    const [memberNo, ...others] = named[place]?.memberNos ?? []
    const own = memberNo === undefined || others.length > 0 || templateVersion !== undefined ? keyOfStore : memberNo
    keys.set(attribute, (keys.get(attribute) ?? own) === own ? own : keyOfStore)
  }
  return (text) => keys.get(text) ?? keyOfStore
}

/** Takes the numbers of the seller and of the channels. */
async function takeCouponNumbers(
  { unit, origin: { sellerId } }: WriterParts,
  drafts: readonly CouponDraft[],
): Promise<Readonly<{ firstSeq: number; nextChannelSeqs: Map<string, number> }>> {
  const sizes = new Map<string, number>()
  for (const { terms } of drafts) {
    const channel = channelCell(terms.channel)
    sizes.set(channel, (sizes.get(channel) ?? 0) + 1)
  }
  const channels = [...sizes.keys()]
  const ofChannels = channels.map((channel) => [channelCounter(channel), sizes.get(channel) ?? 0] as const)
  const counts = [[seqCounter, drafts.length] as const, ...ofChannels]
  const [firstSeq = 1, ...firsts] = await takeNumbersOf(unit, sellerId, counts)
  return { firstSeq, nextChannelSeqs: new Map(channels.map((channel, place) => [channel, firsts[place] ?? 1])) }
}
