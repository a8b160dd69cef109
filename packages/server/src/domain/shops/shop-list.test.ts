import { expect, test } from 'vitest'
import { expandedShops, groupsIn, groupsWithShop, includesShop, maxShopsOfGroup, parseShopGroup } from './shop-list.ts'

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

test('shops are separated by commas or line breaks, trimmed, and kept once in their order', () => {
  expect(parseShopGroup('华东', '0801, 0802\r\n\n0801\n0003,')).toEqual({
    kind: 'group',
    name: '华东',
    shops: '0801,0802,0003',
  })
})

test.each([
  ['', '01', 'name'],
  ['@east', '01', 'name'],
  ['a,b', '01', 'name'],
  ['a;b', '01', 'name'],
  ['a b', '01', 'name'],
  ['x'.repeat(65), '01', 'name'],
  ['east', ' ,\n', 'shops'],
  ['east', '@west', 'shops'],
  ['east', 'x'.repeat(65), 'shops'],
  ['east', 'a\u0007', 'shops'],
  ['east', '01，02', 'shops'],
  ['east', '01、02', 'shops'],
  ['east', '01；02', 'shops'],
  ['east', '01;02', 'shops'],
  ['east', '\ud800', 'shops'],
  ['east', Array.from({ length: maxShopsOfGroup + 1 }, (_, place) => place).join(), 'shops'],
])('refuses the group %j of %.20j by its %s', (name, shops, field) => {
  const rule = { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) }
  expect(parseShopGroup(name, shops)).toEqual({ kind: 'invalid', field, rule })
})

test('takes as many shops as it says', () => {
  const shops = Array.from({ length: maxShopsOfGroup }, (_, place) => place).join()
  expect(parseShopGroup('east', shops)).toMatchObject({ kind: 'group', shops })
})
