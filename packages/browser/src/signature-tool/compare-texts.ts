/** Two texts around the place where they differ. `before` and `after` are what they share. */
export type Comparison = Readonly<{ before: string; expected: string; given: string; after: string }>

/** The first difference of two texts and how far it reaches; `expected` and `given` are empty for equal ones. */
export function compareTexts(expected: string, given: string): Comparison {
  const left = [...expected]
  const right = [...given]
  const shortest = Math.min(left.length, right.length)
  let start = 0
  while (start < shortest && left[start] === right[start]) start++
  let end = 0
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end++
  return {
    before: left.slice(0, start).join(''),
    expected: left.slice(start, left.length - end).join(''),
    given: right.slice(start, right.length - end).join(''),
    after: end === 0 ? '' : left.slice(-end).join(''),
  }
}
