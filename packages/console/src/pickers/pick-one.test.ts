import { expect, test } from 'vitest'
import { namedBy, oneChoicesOf } from './pick-choices.ts'

const entries = [
  { code: '01', name: '朝阳店', place: '北京', groups: ['城区'] },
  { code: '02', name: '朝阳二店', place: '北京', groups: [] },
  { code: '03', name: '望京店', place: '北京', groups: ['城区'] },
  { code: '04', name: '静安店', place: '上海', groups: ['华东'] },
  { code: '05', name: '同名店', place: '广州' },
  { code: '06', name: '同名店', place: '广州' },
  { code: 'a1', name: '甲店' },
  { code: '011', name: '乙店' },
]

test.each([
  ['a part of its name', '望京', '03'],
  ['its code, though others have that within', '01', '01'],
  ['its code in other letters', ' A1 ', 'a1'],
  ['its whole name, though others begin alike', '朝阳店', '01'],
  ['its city', '上海', '04'],
  ['its group', '@华东', '04'],
  ['its group without the mark', '华东', '04'],
  ['a name that two have', '同名店', 'several'],
  ['a part that several have', '朝阳', 'several'],
  ['a group of several', '城区', 'several'],
  ['nothing', '西单', 'none'],
])('a shop is named by %s', (_what, typed, expected) => {
  const named = namedBy(typed, entries)
  expect(named.kind === 'one' ? named.code : named.kind).toBe(expected)
})

test('a text that names nothing is offered as a code only where codes without names are taken', () => {
  expect(oneChoicesOf('9001', entries, false)).toEqual([])
  expect(oneChoicesOf('9001', entries, true)).toEqual([{ kind: 'code', code: '9001' }])
})
