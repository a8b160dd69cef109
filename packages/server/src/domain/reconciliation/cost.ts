import type { CouponFacts, RedemptionFacts, RedemptionWithOrder, TakenBack } from './facts.ts'

/** One amount of a day: what a redemption took, or what its return gave back. */
export type CostEntry = Pick<RedemptionFacts, 'redemptionId' | 'orderId' | 'shop'> &
  Pick<CouponFacts, 'couponCode' | 'couponId' | 'couponName' | 'hasTemplate' | 'costBearer'> &
  Readonly<{
    kind: 'redeemed' | 'returned'
    atMs: number
    /** Negative for a return; undefined if the amounts of the redemption are not known. */
    fen: number | undefined
    /** What the coupon is worth on paper, with the sign of `fen`; only where `fen` is not known. */
    faceFen: number | undefined
    /** The event that it rests on; undefined once it was removed by age. */
    eventSeq: number | undefined
  }>

/** What a redemption cost on its day, in the shop where it was redeemed or else that of its order. */
export function redeemedEntry({ redemption, order }: RedemptionWithOrder): CostEntry {
  const { atMs, eventSeq } = redemption
  return { kind: 'redeemed', atMs, eventSeq, ...entryOf(redemption, order?.shop, 1) }
}

/** What the return of a coupon gave back on its day; undefined where returns of goods took all of it back. */
export function returnedEntry({ redemption, order }: RedemptionWithOrder): CostEntry | undefined {
  const { returnedAtMs: atMs = redemption.atMs, returnEventSeq: eventSeq, amounts, takenBackFen } = redemption
  const entry = { kind: 'returned', atMs, eventSeq, ...entryOf(redemption, order?.shop, -1) } as const
  if (amounts === undefined || takenBackFen === 0) return entry
  const fen = takenBackFen - amounts.offFen
  return fen < 0 ? { ...entry, fen } : undefined
}

/** What a return of goods took back of a coupon. */
export function takenBackEntry({ redemption, atMs, fen, eventSeq }: TakenBack): CostEntry {
  return { kind: 'returned', atMs, eventSeq, ...entryOf(redemption, undefined, -1), fen: -fen, faceFen: undefined }
}

function entryOf(
  { redemptionId, orderId, coupon, shop, amounts }: RedemptionFacts,
  orderShop: string | undefined,
  sign: 1 | -1,
) {
  const { couponCode, couponId, couponName, hasTemplate, costBearer, faceFen = 0 } = coupon
  return {
    redemptionId,
    orderId,
    couponCode,
    couponId,
    couponName,
    hasTemplate,
    costBearer,
    shop: shop ?? orderShop,
    fen: amounts && sign * amounts.offFen,
    faceFen: amounts === undefined ? sign * faceFen : undefined,
  }
}

export type CostSum = Readonly<{
  redemptions: number
  redeemedFen: number
  returns: number
  /** What returns gave back, not negative. */
  returnedFen: number
  /** `redeemedFen` less `returnedFen`. */
  netFen: number
  /** Entries whose amounts are not known; they are in no sum but the next. */
  unpriced: number
  /** What their coupons are worth on paper, returns taken off. */
  unpricedFaceFen: number
}>

/** The sums under one key; undefined where entries have none. */
export type CostLine = CostSum & Readonly<{ key: string | undefined; name: string | undefined }>

export type CostReport = Readonly<{
  total: CostSum
  /** Costs by template; coupons without a template by their id, or else their name. */
  byTemplate: readonly CostLine[]
  byShop: readonly CostLine[]
  byBearer: readonly CostLine[]
}>

/** More templates or shops than a seller has in use on one day: others are summed up under `…`, so that memory has a bound. */
const maxKeys = 20_000

/** Adds entries up. */
export class CostSums {
  readonly #total = new Sums()
  readonly #byTemplate = new Map<string | undefined, Sums>()
  readonly #byShop = new Map<string | undefined, Sums>()
  readonly #byBearer = new Map<string | undefined, Sums>()

  add(entry: CostEntry): void {
    const { couponId, couponName, shop, costBearer } = entry
    this.#total.add(entry)
    sumsUnder(this.#byTemplate, couponId ?? couponName, couponName).add(entry)
    sumsUnder(this.#byShop, shop, undefined).add(entry)
    sumsUnder(this.#byBearer, costBearer, undefined).add(entry)
  }

  report(): CostReport {
    return {
      total: this.#total.sum(),
      byTemplate: linesOf(this.#byTemplate),
      byShop: linesOf(this.#byShop),
      byBearer: linesOf(this.#byBearer),
    }
  }
}

class Sums {
  readonly name: string | undefined
  readonly #counts = { redemptions: 0, redeemedFen: 0, returns: 0, returnedFen: 0, unpriced: 0, unpricedFaceFen: 0 }

  constructor(name?: string) {
    this.name = name
  }

  add({ kind, fen, faceFen = 0 }: CostEntry): void {
    const counts = this.#counts
    if (kind === 'redeemed') counts.redemptions += 1
    else counts.returns += 1
    if (fen === undefined) {
      counts.unpriced += 1
      counts.unpricedFaceFen += faceFen
    } else if (kind === 'redeemed') counts.redeemedFen += fen
    else counts.returnedFen -= fen
  }

  sum(): CostSum {
    const { redeemedFen, returnedFen } = this.#counts
    return { ...this.#counts, netFen: redeemedFen - returnedFen }
  }
}

function sumsUnder(sums: Map<string | undefined, Sums>, key: string | undefined, name: string | undefined): Sums {
  const known = sums.get(key)
  if (known !== undefined) return known
  const isFull = sums.size >= maxKeys && key !== otherKeys
  if (isFull) return sumsUnder(sums, otherKeys, undefined)
  const added = new Sums(name)
  sums.set(key, added)
  return added
}

/** Key of the line that sums up what has no line of its own. */
export const otherKeys = '…'

/** The most expensive first. */
function linesOf(sums: ReadonlyMap<string | undefined, Sums>): readonly CostLine[] {
  return byCost(Array.from(sums, ([key, of]) => ({ key, name: of.name, ...of.sum() })))
}

/** The most expensive first. */
export function byCost(lines: readonly CostLine[]): readonly CostLine[] {
  return lines.toSorted((left, right) => right.netFen - left.netFen || (left.key ?? '').localeCompare(right.key ?? ''))
}

export const noCost: CostSum = {
  redemptions: 0,
  redeemedFen: 0,
  returns: 0,
  returnedFen: 0,
  netFen: 0,
  unpriced: 0,
  unpricedFaceFen: 0,
}

/** Adds two sums; keys and names are left out. */
export function addCosts(one: CostSum, other: CostSum): CostSum {
  return {
    redemptions: one.redemptions + other.redemptions,
    redeemedFen: one.redeemedFen + other.redeemedFen,
    returns: one.returns + other.returns,
    returnedFen: one.returnedFen + other.returnedFen,
    netFen: one.netFen + other.netFen,
    unpriced: one.unpriced + other.unpriced,
    unpricedFaceFen: one.unpricedFaceFen + other.unpricedFaceFen,
  }
}
