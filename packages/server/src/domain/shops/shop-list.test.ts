import { expect, test } from 'vitest'
import { expandedShops, groupsIn, groupsWithShop, includesShop } from './shop-list.ts'

const shopsOf = new Map([
  ['east', '01,02'],
  ['west', '02,003'],
])

test.each([
  [undefined, []],
  ['01,02', []],
  ['@east, 07 ,@west,@east', ['east', 'west']],
])('the groups in %j', (shops, groups) => {
  expect(groupsIn(shops)).toEqual(groups)
})

test.each([
  ['01', ['east']],
  ['02', ['east', 'west']],
  ['003', ['west']],
  ['03', []],
  ['0', []],
  // No shop: what a caller made of two that are neighbours in a group.
  ['01,02', []],
])('the groups that have the shop %s', (shop, groups) => {
  expect(groupsWithShop(shopsOf, shop)).toEqual(groups)
})

test.each([
  ['01,02', '02', [], true],
  ['01,02', '2', [], false],
  ['@east,07', '01', ['east'], true],
  ['@east,07', '07', [], true],
  ['@east,07', '003', ['west'], false],
  // A shop that is called as a group is written in a list.
  ['@east', 'east', [], false],
])('whether %j has the shop %s of the groups %j', (shops, shop, groups, isIncluded) => {
  expect(includesShop(shops, { shop, groups })).toBe(isIncluded)
})

test.each([
  ['01, 02', '01, 02'],
  ['@east', '01,02'],
  ['07,@west,@east,07', '07,02,003,01'],
  ['@nobody,07', '07'],
  ['@nobody', ''],
])('%j is expanded to %j', (shops, expanded) => {
  expect(expandedShops(shops, shopsOf)).toBe(expanded)
})
