import type { BasketLine } from '../model/basket.ts'
import type { Scope } from '../model/offer.ts'

/** Positions of lines by what scopes name, so that a long list of goods is walked once. */
export type ScopeIndex = Readonly<{
  lineCount: number
  goods: Positions
  categories: Positions
  tags: Positions
}>

type Positions = ReadonlyMap<string, readonly number[]>

/** Indexes the lines of a basket for `linesInScope`. */
export function indexForScopes(lines: readonly BasketLine[]): ScopeIndex {
  return {
    lineCount: lines.length,
    goods: positionsBy(lines, ({ goodsId }) => (goodsId === undefined ? [] : [goodsId])),
    categories: positionsBy(lines, ({ categories }) => categories),
    tags: positionsBy(lines, ({ tags = [] }) => tags),
  }
}

/**
 * Included lines less excluded ones. A scope that includes neither categories nor goods includes every line.
 * @returns positions, ascending
 */
export function linesInScope({ include, exclude }: Scope, index: ScopeIndex): readonly number[] {
  const { categories = [], goods = [] } = include
  const includesAll = categories.length === 0 && goods.length === 0
  const isIn = new Array<boolean>(index.lineCount).fill(includesAll)
  mark(isIn, true, [
    [categories, index.categories],
    [goods, index.goods],
  ])
  mark(isIn, false, [
    [exclude.categories, index.categories],
    [exclude.goods, index.goods],
    [exclude.tags, index.tags],
  ])
  return isIn.flatMap((isInScope, position) => (isInScope ? [position] : []))
}

function mark(
  isIn: boolean[],
  value: boolean,
  lists: readonly (readonly [names: readonly string[] | undefined, positions: Positions])[],
): void {
  for (const [names = [], positions] of lists) {
    for (const name of names) for (const position of positions.get(name) ?? []) isIn[position] = value
  }
}

function positionsBy(lines: readonly BasketLine[], namesOf: (line: BasketLine) => readonly string[]): Positions {
  const positions = new Map<string, number[]>()
  for (const [position, line] of lines.entries()) {
    for (const name of namesOf(line)) {
      const known = positions.get(name)
      if (known === undefined) positions.set(name, [position])
      else known.push(position)
    }
  }
  return positions
}
