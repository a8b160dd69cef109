import { expect, test } from 'vitest'
import { readMemberTexts } from './member-texts.ts'

const tags = (count: number) => Array.from({ length: count }, (_, place) => `t${place}`).join('，')
const attribute = (name: number, value: number) => [{ name: 'n'.repeat(name), value: 'v'.repeat(value) }]

test.each([
  ['a name of 64 characters', { name: 'x'.repeat(64) }, []],
  ['one of 65', { name: 'x'.repeat(65) }, ['name']],
  ['a level of 65', { level: 'x'.repeat(65) }, ['level']],
  ['a tag of 65', { tags: `a;${'x'.repeat(65)}` }, ['tags']],
  ['50 tags', { tags: tags(50) }, []],
  ['51 tags', { tags: tags(51) }, ['tags']],
  ['an attribute with 64 and 512', { attributes: attribute(64, 512) }, []],
  ['one whose name has 65', { attributes: attribute(65, 1) }, ['attributes']],
  ['one whose value has 513', { attributes: attribute(1, 513) }, ['attributes']],
  ['29 February', { birthday: '02-29' }, []],
  ['30 February', { birthday: '02-30' }, ['birthday']],
  ['consent without its source', { consent: 'yes' }, ['consent']],
  ['a source without consent', { consentSource: '门店' }, ['consent']],
  ['consent with its source', { consent: '是', consentSource: '门店' }, []],
  ['neither phone nor card', { phone: undefined }, ['phone']],
])('a row of members with %s has these faults: %j', (_what, texts, fields) => {
  const { phone, ...others } = { phone: '13800000001', attributes: [], ...texts }
  const { faults } = readMemberTexts({ ...others, ...(phone === undefined ? {} : { phone }) })
  expect(faults.map(({ field }) => field)).toEqual(fields)
})
