import { expect, test } from 'vitest'
import { FigureNames, maxNames, otherName } from './figures.ts'

test('the first names are kept apart, all later ones are counted together, and no name is none of them', () => {
  const known = Array.from({ length: maxNames.channel - 1 }, (_, place) => ({
    kind: 'channel' as const,
    name: `c${place}`,
  }))
  const names = new FigureNames(known)
  expect(['c5', 'new', 'newer', 'new', ''].map((name) => names.admit('channel', name))).toEqual([
    ...['c5', 'new', otherName, 'new', ''],
  ])
  expect(names.admit('shop', 'newer')).toBe('newer')
  expect(names.added).toEqual([
    { kind: 'channel', name: 'new' },
    { kind: 'shop', name: 'newer' },
  ])
})

test('names that servers of the MySQL protocol take for one are one', () => {
  const names = new FigureNames([])
  expect([names.admit('shop', '01'), names.admit('shop', '01 ')]).toEqual(['01', '01'])
})
