import { expect, it, test } from 'vitest'
import { holdsMobile, maskCard, maskPhone, phoneKindOf } from './phones.ts'

test.each([
  ['13912345678', 'mobile'],
  ['19912345678', 'mobile'],
  ['02112345678', 'landline'],
  ['075512345678', 'landline'],
  ['03111234567', 'landline'],
  ['021-12345678转8001', 'landline'],
  ['021-12345678-801', 'landline'],
  ['+85291234567', 'foreign'],
  ['+14155550100', 'foreign'],
  ['1391234567', 'other'],
  ['12345678901', 'other'],
  ['139123456789', 'other'],
  ['4001234567', 'other'],
  ['13912345678/13912345679', 'other'],
  ['1391234567813912345679', 'other'],
  ['+8613912345', 'other'],
  ['+1234', 'other'],
  ['12345678', 'other'],
  ['', 'other'],
])('%s is %s', (phone, kind) => {
  expect(phoneKindOf(phone)).toBe(kind)
})

test.each([
  ['A13812347788', true],
  ['+86 138 1234 7788', true],
  ['0086-138-1234-7788', true],
  ['１３８１２３４７７８８', true],
  ['20261124222900', false],
  ['12812347788', false],
  ['010-12345678', false],
])('of %s, whether it may hold a mobile number: %s', (text, holds) => {
  expect(holdsMobile(text)).toBe(holds)
})

it.each([
  ['18612255668', '186****5668'],
  ['', ''],
  ['1234', '****'],
  ['057188888888', '****88'],
  ['186****5668', '186****5668'],
  ['****88', '****88'],
  ['****', '****'],
  ['****5668', '****68'],
])('shows %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

it.each([
  ['', ''],
  ['1', '****'],
  ['1234567', '****'],
  ['12345678', '12****78'],
  ['1231321111', '12****11'],
  ['123456789012', '123****012'],
  ['6222021380013800', '6222****3800'],
  ['6222021380013800123', '6222****0123'],
  ['会员卡12345678', '会员****78'],
])('shows the card %j as %s', (cardNo, masked) => {
  expect(maskCard(cardNo)).toBe(masked)
})
