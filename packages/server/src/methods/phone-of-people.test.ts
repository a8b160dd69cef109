import { expect, test } from 'vitest'
import { expectPhoneOfPeople } from './phone-of-people.ts'

const operator = { name: 'li.na', shops: undefined }

test.each(['1372000005', '13720000098/13720000098', '12345678', '无'])(
  'an operator gives nobody the phone %s',
  (phone) => {
    expect(() => expectPhoneOfPeople({ operator }, 'phone', phone)).toThrow(/phone/)
  },
)

test.each(['137 2000 0098', '021-12345678', '+852 9123 4567', undefined])(
  'an operator may give the phone %s',
  (phone) => {
    expect(() => expectPhoneOfPeople({ operator }, 'phone', phone)).not.toThrow()
  },
)

test('what apps send is stored as it is', () => {
  expect(() => expectPhoneOfPeople({ operator: undefined }, 'phone', '1372000005')).not.toThrow()
})
