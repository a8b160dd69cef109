import { expect, test } from 'vitest'
import { type Choice, choicesOf, namedBy, oneChoicesOf, placesOf } from './pick-choices.ts'

const entries = [
  { code: '01', name: '朝阳店', place: '北京' },
  { code: '02', name: '旧朝阳店', place: '北京', isClosed: true },
  { code: '03', name: '海淀店', place: '北京' },
  { code: '011', name: '静安店', place: '上海' },
  { code: '05', name: '北京路店', place: '上海' },
]
const groups = [{ name: '华北', shopCount: 2 }]
const places = placesOf(entries)

function shown(choice: Choice): string {
  switch (choice.kind) {
    case 'entry':
      return choice.entry.code
    case 'group':
      return `@${choice.group.name}`
    case 'place':
      return `${choice.place}:${choice.codes.join('+')}`
    case 'code':
      return `new ${choice.code}`
  }
}

const found = (typed: string, ...picked: readonly string[]) =>
  choicesOf({ typed, entries, groups, places, picked: new Set(picked), takesCodes: true }).map(shown)

test.each([
  // Before anything is typed: groups, places, then everything, what is closed down last.
  ['', ['@华北', '北京:01+03', '上海:011+05', '01', '03', '011', '05', '02']],
  ['01', ['01', '011']],
  ['朝阳', ['01', '02', 'new 朝阳']],
  ['朝阳店', ['01', '02']],
  ['北京', ['北京:01+03', '05', '01', '03', '02', 'new 北京']],
  ['@华', ['@华北']],
  ['0801', ['new 0801']],
  ['a,b', []],
])('%j finds %j', (typed, choices) => {
  expect(found(typed)).toEqual(choices)
})

test('a place of which everything is picked is not offered', () => {
  expect(found('北京', '01', '03')).toEqual(['05', '01', '03', '02', 'new 北京'])
  expect(found('0801', '0801')).toEqual([])
})

test('where no new codes are taken, a text that is none of the list is not offered as one', () => {
  const sought = { entries, groups, places, picked: new Set<string>(), takesCodes: false }
  expect(choicesOf({ ...sought, typed: '朝阳' }).map(shown)).toEqual(['01', '02'])
  expect(choicesOf({ ...sought, typed: '0801' })).toEqual([])
})

const shops = [
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
  const named = namedBy(typed, shops)
  expect(named.kind === 'one' ? named.code : named.kind).toBe(expected)
})

test('a text that names nothing is offered as a code only where codes without names are taken', () => {
  expect(oneChoicesOf('9001', shops, false)).toEqual([])
  expect(oneChoicesOf('9001', shops, true)).toEqual([{ kind: 'code', code: '9001' }])
})
