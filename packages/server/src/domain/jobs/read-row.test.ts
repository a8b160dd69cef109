import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowGroups } from './read-row.ts'

test('rows are together where they share a key, or each shares one with a third', () => {
  const groups = new RowGroups()
  groups.add(1, ['a', 'x'])
  groups.add(2, ['b'])
  groups.add(3, ['c', 'c'])
  groups.add(4, ['d'])
  groups.add(5, ['b', 'x'])
  groups.add(6, ['d'])
  expect(groups.groups()).toEqual([
    [1, 2, 5],
    [4, 6],
  ])
})

test('groups are those that a search over all pairs finds', () => {
  const rows = fc.array(fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 3 }), { maxLength: 12 })
  fc.assert(
    fc.property(rows, (keys) => {
      const groups = new RowGroups()
      for (const [index, own] of keys.entries()) groups.add(index + 1, own)
      expect(groups.groups().toSorted(byFirst)).toEqual(groupsByPairs(keys))
    }),
  )
})

type Groups = readonly (readonly number[])[]

const byFirst = (left: readonly number[], right: readonly number[]) => (left[0] ?? 0) - (right[0] ?? 0)

/** Joins groups that share a key until none do. */
function groupsByPairs(keys: readonly (readonly string[])[]): Groups {
  let groups = keys.map((own, index) => ({ places: [index + 1], keys: new Set(own) }))
  for (;;) {
    const [left, right] = pairOf(groups)
    if (left === undefined || right === undefined) break
    const joined = { places: [...left.places, ...right.places], keys: new Set([...left.keys, ...right.keys]) }
    groups = [...groups.filter((one) => one !== left && one !== right), joined]
  }
  const places = groups.map((group) => group.places.toSorted((one, other) => one - other))
  return places.filter(({ length }) => length > 1).toSorted(byFirst)
}

function pairOf<G extends Readonly<{ keys: ReadonlySet<string> }>>(groups: readonly G[]): readonly G[] {
  for (const left of groups) {
    const right = groups.find((one) => one !== left && [...one.keys].some((key) => left.keys.has(key)))
    if (right !== undefined) return [left, right]
  }
  return []
}
