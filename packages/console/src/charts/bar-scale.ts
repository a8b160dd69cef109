/** How high bars are drawn. */
export type BarScale = Readonly<{
  /** Value at the upper end of the axis, an even number so that its half is whole. */
  top: number
  /** Places of the bars that go beyond it. */
  cut: readonly number[]
  /** The largest value that is drawn whole. */
  largestWhole: number
}>

/** A bar that is so many times the next one leaves nothing to see of the rest. */
const dominance = 4
/** Bars that are cut at most, of a hundred. */
const mostCutPercent = 10

/**
 * The scale of bars from zero. Few bars that are far larger than all others, such as the days of a large send, are cut, so that the
 * others can be compared.
 */
export function barScale(values: readonly number[]): BarScale {
  const sorted = values.filter((value) => value > 0).toSorted((one, other) => other - one)
  const mostCut = Math.max(1, Math.floor((values.length * mostCutPercent) / 100))
  const places = Array.from({ length: Math.min(mostCut, sorted.length - 2) }, (_, place) => place)
  const last = places.findLast(
    (place) => (sorted[place] ?? 0) >= dominance * (sorted[place + 1] ?? Number.POSITIVE_INFINITY),
  )
  const largestWhole = sorted[last === undefined ? 0 : last + 1] ?? 0
  const cut = values.flatMap((value, place) => (value > largestWhole ? [place] : []))
  return { top: topOf(cut.length === 0 ? largestWhole : largestWhole * 1.2), cut, largestWhole }
}

/** The next of 2, 4, 6, 8 and 10 times a power of ten. */
function topOf(value: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))))
  const even = [2, 4, 6, 8, 10].find((step) => step * power >= value) ?? 20
  return even * power
}
