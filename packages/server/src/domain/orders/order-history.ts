import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { ShopWithGroups } from '#domain/shops/shop-list'

/** What one version of an order says about its coupons. */
export type HistoryEntry = Readonly<{
  /** When the ERP made it, epoch milliseconds; undefined: it follows the version before it. */
  stampMs: number | undefined
  /** When it arrived, epoch milliseconds. It orders nothing: a moment is explained by what had arrived then. */
  arrivedAtMs: number
  /** Rank of its status. */
  rank: number
  /** Names its content. */
  key: string
  /** Whether it names its buyer, by a phone or a card. */
  namesBuyer: boolean
  /** Coupons that the version uses: it names them, and they fit its shop, its amounts and each other. */
  uses: readonly string[]
  /** Coupons that it names and that do not fit, and why. A coupon that is in use stays so. */
  fails: readonly Misfit[]
}>

export type Misfit = Readonly<{
  code: string
  /** The code of the reason, or the kind of the refusal. */
  problem: string
}>

/** The versions of one order, the newest last. */
export type OrderHistory = Readonly<{
  entries: readonly HistoryEntry[]
  /** How often coupons went out of use in versions that are no longer kept. */
  earlier: readonly Readonly<{ code: string; cycles: number }>[]
  pricing?: OrderPricing | undefined
}>

/** The rules by which all versions of an order are judged and priced, as they were when the first of them arrived. */
export type OrderRules = Omit<
  SellerPolicy,
  'isApprovalAsked' | 'mustKnowShops' | 'numbersOrders' | 'isSecondPersonAsked' | 'issueApprovalFen'
> &
  Readonly<{
    /** The shop of that version with the groups that had it; undefined where it named none. */
    at: ShopWithGroups | undefined
  }>

/** What judges and prices the coupons of an order besides its lines. */
export type OrderPricing = Readonly<{
  rules: OrderRules
  /** Redemptions by versions that use coupons now; those of tills have amounts of their own. */
  own: readonly string[]
}>

export const noHistory: OrderHistory = { entries: [], earlier: [] }

/** More versions than an order has in its life; earlier ones are forgotten. */
export const maxVersions = 200

/** What the versions together say about one coupon. */
export type WantedUse = Readonly<{
  /** How often the order stopped using it. */
  cycles: number
  /** Whether the newest version uses it. */
  isUsed: boolean
}>

type Place = Pick<HistoryEntry, 'stampMs' | 'rank' | 'key'>

/** Place of a version: by its stamp, then by the rank of its status, then by its key. A version without a stamp is the newest. */
function placeOf({ entries }: OrderHistory, { stampMs, rank, key }: Place): number {
  if (stampMs === undefined) return entries.length
  const before = entries.findLastIndex((entry) => {
    if (entry.stampMs === undefined) return false
    if (entry.stampMs !== stampMs) return entry.stampMs < stampMs
    return entry.rank === rank ? entry.key < key : entry.rank < rank
  })
  // A version without a stamp stays behind the one it came after.
  let place = before + 1
  while (place < entries.length && entries[place]?.stampMs === undefined) place += 1
  return place
}

/** The history with one more version. */
export function insertVersion(history: OrderHistory, entry: HistoryEntry): OrderHistory {
  const entries = history.entries.toSpliced(placeOf(history, entry), 0, entry)
  return entries.length > maxVersions ? withoutFirst({ ...history, entries }) : { ...history, entries }
}

/** Whether the order's buyer is the one that this version names: later ones, as of a refund, often name nobody. */
export function decidesBuyer({ entries }: OrderHistory, entry: HistoryEntry): boolean {
  return entries.findLast(({ namesBuyer }) => namesBuyer) === entry
}

/** Every coupon that a version names. */
export function codesOf({ entries, earlier }: OrderHistory): ReadonlySet<string> {
  const named = entries.flatMap(({ uses, fails }) => [...uses, ...fails.map(({ code }) => code)])
  return new Set([...earlier.map(({ code }) => code), ...named])
}

/** Why the newest version does not use a coupon that it names; undefined where it does, or does not name it. */
export function problemInNewest({ entries }: OrderHistory, couponCode: string): string | undefined {
  return entries.at(-1)?.fails.find(({ code }) => code === couponCode)?.problem
}

/** What follows for a coupon when all versions come in order. Inserting a version never lowers `cycles`. */
export function wantedUse({ entries, earlier }: OrderHistory, couponCode: string): WantedUse {
  let [cycles, isUsed] = [earlier.find(({ code }) => code === couponCode)?.cycles ?? 0, false]
  for (const entry of entries) {
    const isNamed = entry.uses.includes(couponCode) || (isUsed && failsIn(entry, couponCode))
    if (isUsed && !isNamed) cycles += 1
    isUsed = isNamed
  }
  return { cycles, isUsed }
}

function failsIn({ fails }: HistoryEntry, couponCode: string): boolean {
  return fails.some(({ code }) => code === couponCode)
}

/** Forgets the first version, so that what the others say about coupons stays the same. */
function withoutFirst({ entries, earlier }: OrderHistory): OrderHistory {
  const [first, second, ...others] = entries
  if (first === undefined || second === undefined) return { entries, earlier }
  const kept = first.uses.filter((code) => failsIn(second, code))
  const next = {
    ...second,
    namesBuyer: first.namesBuyer || second.namesBuyer,
    uses: [...second.uses, ...kept],
    fails: second.fails.filter(({ code }) => !kept.includes(code)),
  }
  const counts = new Map(earlier.map(({ code, cycles }) => [code, cycles]))
  for (const code of first.uses) if (!next.uses.includes(code)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return { entries: [next, ...others], earlier: Array.from(counts, ([code, cycles]) => ({ code, cycles })) }
}
