/** What one version of an order says about its coupons. */
export type HistoryEntry = Readonly<{
  /** When the ERP made it, epoch milliseconds; undefined: it follows the version before it. */
  stampMs: number | undefined
  /** Of its status. */
  rank: number
  /** Names its content. */
  key: string
  /** Coupons that the version uses: it names them, and they fit its shop and amounts. */
  uses: readonly string[]
  /** Coupons that it names and that do not fit. A coupon that is in use stays so. */
  fails: readonly string[]
}>

/** The versions of one order, the newest last. */
export type OrderHistory = Readonly<{
  entries: readonly HistoryEntry[]
  /** How often coupons went out of use in versions that are no longer kept. */
  earlier: Readonly<Record<string, number>>
}>

export const noHistory: OrderHistory = { entries: [], earlier: {} }

/** More versions than an order has in its life; earlier ones are forgotten. */
export const maxVersions = 200

/** What the versions together say about one coupon. */
export type WantedUse = Readonly<{
  /** How often the order stopped using it. */
  cycles: number
  /** Whether the newest version uses it. */
  isUsed: boolean
}>

/** Where a version belongs: by its stamp, then by the rank of its status, then by its key. One without stamp is the newest. */
export function placeOf(
  { entries }: OrderHistory,
  { stampMs, rank, key }: Omit<HistoryEntry, 'uses' | 'fails'>,
): number {
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

/** Every coupon that a version names. */
export function codesOf({ entries, earlier }: OrderHistory): ReadonlySet<string> {
  return new Set([...Object.keys(earlier), ...entries.flatMap(({ uses, fails }) => [...uses, ...fails])])
}

/** What follows for a coupon when all versions come in order. Inserting a version never lowers `cycles`. */
export function wantedUse({ entries, earlier }: OrderHistory, couponCode: string): WantedUse {
  let [cycles, isUsed] = [earlier[couponCode] ?? 0, false]
  for (const { uses, fails } of entries) {
    const isNamed = uses.includes(couponCode) || (isUsed && fails.includes(couponCode))
    if (isUsed && !isNamed) cycles += 1
    isUsed = isNamed
  }
  return { cycles, isUsed }
}

/** Forgets the first version, so that what the others say about coupons stays the same. */
function withoutFirst({ entries, earlier }: OrderHistory): OrderHistory {
  const [first, second, ...others] = entries
  if (first === undefined || second === undefined) return { entries, earlier }
  const kept = first.uses.filter((code) => second.fails.includes(code))
  const ended = first.uses.filter((code) => !second.uses.includes(code) && !second.fails.includes(code))
  const counted = Object.fromEntries(ended.map((code) => [code, (earlier[code] ?? 0) + 1]))
  const next = {
    ...second,
    uses: [...second.uses, ...kept],
    fails: second.fails.filter((code) => !kept.includes(code)),
  }
  return { entries: [next, ...others], earlier: { ...earlier, ...counted } }
}
