import { expect, test } from 'vitest'
import { maxShopsOfGroup, parseShopGroup } from './parse-shop-group.ts'

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
