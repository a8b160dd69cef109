import { fenOf } from '../design/money.ts'
import type { Leader, Leaders } from './ranks-card.tsx'

/** What is drawn: redemptions, coupons issued, or what redemptions took off. */
export type Measure = 'redeemed' | 'issued' | 'off'

/** One layer of the stack. */
export type Layer = Readonly<{
  /** Undefined for all others together. */
  leader: Leader | undefined
  /** One number a day; amounts in fen. */
  values: readonly number[]
  sum: number
}>

/**
 * The leading groups as layers, and what all have beyond them as one more. Layers without anything are left out.
 * @param days every day of the period, in order
 */
export function stackLeaders(
  { leaders, totals }: Readonly<{ leaders: readonly Leader[]; totals: Leaders['totals'] }>,
  days: readonly string[],
  measure: Measure,
): readonly Layer[] {
  const valuesOf = (rows: Leaders['totals']) => {
    const byDay = new Map(rows.map((row) => [row.day, measure === 'off' ? fenOf(row.offAmount) : row[measure]]))
    return days.map((day) => byDay.get(day) ?? 0)
  }
  const named = leaders.map((leader) => layerOf(leader, valuesOf(leader.days)))
  const others = valuesOf(totals).map((total, place) =>
    named.reduce((rest, { values }) => rest - (values[place] ?? 0), total),
  )
  return [...named, layerOf(undefined, others)].filter(({ values }) => values.some((value) => value !== 0))
}

function layerOf(leader: Leader | undefined, values: readonly number[]): Layer {
  return { leader, values, sum: values.reduce((sum, value) => sum + value, 0) }
}
