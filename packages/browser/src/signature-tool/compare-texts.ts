/** Two texts split at their difference. `before` and `after` are their common parts. */
export type Comparison = Readonly<{ before: string; expected: string; actual: string; after: string }>

/** Finds the range in which two texts differ; `expected` and `actual` are empty for equal texts. */
export function compareTexts(expected: string, actual: string): Comparison {
  const left = [...expected]
  const right = [...actual]
  const shortest = Math.min(left.length, right.length)
  let start = 0
  while (start < shortest && left[start] === right[start]) start++
  let end = 0
  while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) end++
  const moved =
    left.length !== right.length && start + end === shortest
      ? leftmost(left.length > right.length ? left : right, { start, end })
      : 0
  return {
    before: left.slice(0, start - moved).join(''),
    expected: left.slice(start - moved, left.length - end - moved).join(''),
    actual: right.slice(start - moved, right.length - end - moved).join(''),
    after: left.slice(left.length - end - moved).join(''),
  }
}

/**
 * Moves an insertion as far left as possible. Its position is ambiguous: without `sessionx`, `getsessionxsign` contains
 * `sessionx` or `essionxs` too much. The leftmost position usually is the start of a parameter's name.
 */
function leftmost(longer: readonly string[], { start, end }: Readonly<{ start: number; end: number }>): number {
  let moved = 0
  while (moved < start && longer[start - moved - 1] === longer[longer.length - end - moved - 1]) moved++
  return moved
}
