import {
  consoleMethods,
  exportMember,
  type Field,
  type Fields,
  type ListItem,
  type MethodDefinition,
  methods,
} from '@yaoquan/api'
import { expect, test } from 'vitest'
import { phoneFinders, wholePhone } from './phone-finders.ts'
import { phonesStored } from './phones-stored.ts'

/** Methods with a phone that tell nothing of phones that they do not find, or tell it in other ways. */
const others: Readonly<Record<string, string>> = {
  'alibaba.alihealth.nr.crm.order.sync': 'answers alike for members that it knows and that it creates',
}

const wiresOfPhones = ['phone', 'phones', 'old_phone', 'new_phone']

test('every method that has a phone is a finder, or it is said why it is none', () => {
  const all: readonly MethodDefinition[] = Object.values({ ...methods, ...consoleMethods })
  const withPhone = all.filter(({ request }) => hasPhone(request)).map(({ name }) => name)
  expect(withPhone.toSorted()).toEqual([...phoneFinders.keys(), ...Object.keys(others)].toSorted())
})

test('of every method of apps that stores a phone, it is counted what is none', () => {
  const all: readonly MethodDefinition[] = Object.values(methods)
  const writing = all.filter(({ effect, request }) => effect === 'write' && hasPhone(request)).map(({ name }) => name)
  // An export writes that it was made.
  expect(writing.toSorted()).toEqual([...phonesStored.keys(), exportMember.name].toSorted())
})

function hasPhone(fields: Fields): boolean {
  return Object.values(fields).some((field) => wiresOfPhones.includes(field.wire) || hasPhone(fieldsOf(field)))
}

function fieldsOf(field: Field | ListItem): Fields {
  if (field.kind === 'object') return field.fields
  return field.kind === 'list' ? fieldsOf(field.item) : {}
}

test.each([
  ['18612255668', '18612255668'],
  [' +86 186-1225-5668', '18612255668'],
  ['１８６１２２５５６６８', '18612255668'],
  ['02112345678', '02112345678'],
  ['186****5668', undefined],
  ['会员', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is the phone %j', (text, phone) => {
  expect(wholePhone(text)).toBe(phone)
})
