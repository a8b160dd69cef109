import type { dailyFigures } from '@yaoquan/api'
import { fenOf } from '../design/money.ts'
import type { ResultOf } from '../server/call-method.ts'

export type Daily = Pick<ResultOf<typeof dailyFigures>, 'names' | 'rows' | 'totals'>

/** What is drawn: redemptions, coupons issued, or what redemptions took off. */
export type Measure = 'redeemed' | 'issued' | 'off'

/** One layer of the stack. */
export type Layer = Readonly<{
  /** Name of the group on the server; undefined for all others together. */
  name: string | undefined
  /** One number a day; amounts in fen. */
  values: readonly number[]
  sum: number
}>

/**
 * The named groups as layers, and what all have beyond them as one more. Layers without anything are left out.
 * @param days every day of the period, in order
 */
export function stackDays({ names, rows, totals }: Daily, days: readonly string[], measure: Measure): readonly Layer[] {
  const amountOf = (row: Daily['totals'][number]) => (measure === 'off' ? fenOf(row.offAmount) : row[measure])
  const byPlace = new Map(rows.map((row) => [`${row.day} ${row.name}`, amountOf(row)]))
  const named = names.map((name) =>
    layerOf(
      name,
      days.map((day) => byPlace.get(`${day} ${name}`) ?? 0),
    ),
  )
  const ofAll = new Map(totals.map((row) => [row.day, amountOf(row)]))
  const others = days.map((day, place) => {
    const inLayers = named.reduce((sum, { values }) => sum + (values[place] ?? 0), 0)
    return (ofAll.get(day) ?? 0) - inLayers
  })
  return [...named, layerOf(undefined, others)].filter(({ values }) => values.some((value) => value !== 0))
}

function layerOf(name: string | undefined, values: readonly number[]): Layer {
  return { name, values, sum: values.reduce((sum, value) => sum + value, 0) }
}
