import type { TopClient } from '@yaoquan/client'
import { expect } from 'vitest'
import { auditedSeller } from './audited-seller.ts'
import { attempt, claimedTemplate, contentOf, type LoadResult, type Told } from './lifecycle-load.ts'

/** The template that the load claims from, with room for all it can claim. */
export async function saveTemplate(client: TopClient): Promise<void> {
  const validity = { validFromDay: 0, validToDay: 3_000 }
  const terms = {
    couponName: '满199减99',
    kind: 'cash',
    couponAmount: '99',
    stockTotal: 1_000_000,
    memberTotal: 1_000_000,
  } as const
  await client.saveTemplate({ outRequestNo: 'save', template: { couponId: claimedTemplate, ...terms, ...validity } })
}

/** The same number gives the same answer; one whose outcome was unknown is done now, or had been done. */
export async function repeatAll(client: TopClient, { acknowledged, unknown }: LoadResult): Promise<void> {
  await forEach(acknowledged, async ({ write, answer }) => {
    const again = await write.send(client)
    expect(again.alreadyDone, write.outRequestNo).toBe(true)
    expect(contentOf(again), write.outRequestNo).toEqual(contentOf(answer))
  })
  await forEach(unknown, async (write) => {
    const first = await attempt(client, write)
    expect(first.kind).not.toBe('unknown')
    if (first.kind !== 'answered') return
    write.keep(first.answer)
    expect(contentOf(await write.send(client)), write.outRequestNo).toEqual(contentOf(first.answer))
  })
}

/** Eight at a time. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  // Callers that share one iterator.
  const left = items.values()
  const caller = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: 8 }, caller))
}

/** Where a store lies, as `openAdministration` takes it. */
export type StorePlace = Readonly<{ dataDir: string; storeUrl?: string; masterKey?: string }>

/** What the events told so far. */
export type Happened = {
  readonly place: StorePlace
  afterSeq: number
  readonly counts: Map<string, number>
  readonly redemptions: Set<string>
  readonly returned: Set<string>
}

export function nothingHappened(place: StorePlace): Happened {
  return { place, afterSeq: 0, counts: new Map(), redemptions: new Set(), returned: new Set() }
}

export function nothingTold(): Told {
  return { issuedCodes: new Set(), claimedCodes: new Set(), redemptions: new Map(), returned: new Set() }
}

/** Every outcome is known now, so the events must be exactly what the callers were told, and each once. */
export async function compareWithEvents(client: TopClient, told: Told, happened: Happened): Promise<void> {
  for await (const { eventSeq, kind, before, after } of client.events({ afterSeq: happened.afterSeq })) {
    expect(eventSeq).toBe(happened.afterSeq + 1)
    happened.afterSeq = eventSeq
    happened.counts.set(kind, (happened.counts.get(kind) ?? 0) + 1)
    if (kind === 'redeemed') happened.redemptions.add(JSON.parse(after ?? '').redemption_id)
    if (kind === 'returned') happened.returned.add(JSON.parse(before ?? '').redemption_id)
  }
  expect(happened.counts.get('issued')).toBe(told.issuedCodes.size + told.claimedCodes.size)
  expect(happened.counts.get('redeemed') ?? 0).toBe(told.redemptions.size)
  expect(happened.redemptions).toEqual(new Set(told.redemptions.keys()))
  expect(happened.counts.get('returned') ?? 0).toBe(told.returned.size)
  expect(happened.returned).toEqual(told.returned)
  expect(await auditedSeller(happened.place)).toEqual({ kind: 'intact', events: happened.afterSeq })
}

/** Totals and the template's own count say what the callers were told. */
export async function compareCounters(client: TopClient, told: Told): Promise<void> {
  const total = async (channel?: string) => (await client.queryCoupons({ channel, pageSize: 1 })).totalCount
  const totals = [await total(), await total('load'), await total('claim')]
  const { size: issued } = told.issuedCodes
  const { size: claimed } = told.claimedCodes
  expect(totals).toEqual([issued + claimed, issued, claimed])
  expect((await client.getTemplate({ couponId: claimedTemplate })).template?.issuedCount).toBe(claimed)
}

/** Each coupon is there once, and used exactly when the callers were told so. */
export async function compareStates(client: TopClient, told: Told): Promise<void> {
  const used = new Set<string>()
  for (const [redemptionId, code] of told.redemptions) if (!told.returned.has(redemptionId)) used.add(code)
  const codes = new Set<string>()
  for await (const { couponCode, status } of client.allCoupons()) {
    codes.add(couponCode)
    expect(status === '1', couponCode).toBe(used.has(couponCode))
  }
  expect(codes).toEqual(new Set([...told.issuedCodes, ...told.claimedCodes]))
}
