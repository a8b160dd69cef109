import { expect, it } from 'vitest'
import { maskCard } from './mask-card.ts'

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
