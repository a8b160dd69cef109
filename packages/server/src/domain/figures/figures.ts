import type { DateText } from '#domain/dates'

/**
 * What is counted, in the order of the columns of `figure_day`. Amounts are in fen.
 *
 * - `issued`: coupons that came to be, `claimed`: those of them that were claimed from a template.
 * - `held`, `redeemed`, `returned`, `voided`, `expired`: acts, so a coupon that is redeemed, returned and redeemed counts twice.
 * - `priced`: redemptions whose amounts are known; `offFen` is what they took.
 * - `orders`: orders whose amount is known, with the first coupon that they use; `orderFen` is what they cost before coupons.
 * - `usedOfIssued`: of the coupons issued on the day, those that are redeemed now.
 * - `daysToRedeem`: sum over redemptions of the days since the issue; `within0` to `later` count them by these days.
 */
export const figureNames = [
  'issued',
  'claimed',
  'held',
  'redeemed',
  'returned',
  'voided',
  'expired',
  'priced',
  'offFen',
  'returnedFen',
  'orders',
  'orderFen',
  'usedOfIssued',
  'daysToRedeem',
  'within0',
  'within3',
  'within7',
  'within14',
  'within30',
  'later',
] as const

export type FigureName = (typeof figureNames)[number]

/** Sums of a day, of a period, or of a part of it. */
export type Figures = Readonly<Record<FigureName, number>>

/** The day, template, channel and shop of a sum. Blank stands for coupons without an id or channel and redemptions without a shop. */
export type FigurePlace = Readonly<{ day: DateText; couponId: string; channel: string; shop: string }>

/** Unused coupons, held ones included, by their last usable day. */
export type OutstandingPlace = Readonly<{
  /** `noEnd` for coupons without one. */
  endDate: DateText
  couponId: string
  channel: string
}>

export type Outstanding = Readonly<{
  coupons: number
  /** What they take off at most, fen; coupons without a limit are not in it. */
  worstFen: number
  /** Coupons whose reduction has no limit: a discount without a cap, a step without a greatest number. */
  uncapped: number
}>

/** Sorts after every day. */
export const noEnd: DateText = '9999-12-31'

/** Stands for names past the greatest number that is kept apart. */
export const otherName = '*'

/** Names of a seller that are kept apart at most; later ones are summed under `otherName`. */
export const maxNames = { couponId: 2_000, channel: 100, shop: 5_000 } as const

export type NameKind = keyof typeof maxNames

export const noFigures = Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures

export const noOutstanding: Outstanding = { coupons: 0, worstFen: 0, uncapped: 0 }

export function addFigures(left: Figures, right: Partial<Figures>): Figures {
  const sums: Record<FigureName, number> = { ...left }
  for (const name of figureNames) sums[name] += right[name] ?? 0
  return sums
}

export function addOutstanding(left: Outstanding, right: Outstanding): Outstanding {
  return {
    coupons: left.coupons + right.coupons,
    worstFen: left.worstFen + right.worstFen,
    uncapped: left.uncapped + right.uncapped,
  }
}

type NamedKind = Readonly<{ kind: NameKind; name: string }>

/** The names of a seller whose figures are kept apart. The first ones are, so that counting anew keeps the same. */
export class FigureNames {
  readonly #known: Readonly<Record<NameKind, Set<string>>> = {
    couponId: new Set(),
    channel: new Set(),
    shop: new Set(),
  }
  readonly #added: NamedKind[] = []

  constructor(known: Iterable<NamedKind>) {
    for (const { kind, name } of known) this.#known[kind].add(name)
  }

  /** Names that are not stored yet. */
  get added(): readonly NamedKind[] {
    return this.#added
  }

  /** The name under which a name is counted. */
  admit(kind: NameKind, given: string): string {
    // Servers compare texts without the blanks at their end.
    const name = given.trimEnd()
    const known = this.#known[kind]
    if (name === '' || known.has(name)) return name
    if (known.size >= maxNames[kind]) return otherName
    known.add(name)
    this.#added.push({ kind, name })
    return name
  }
}
