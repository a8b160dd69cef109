import { expect, it } from 'vitest'
import { maskAnswer } from './mask-answer.ts'

const answer = {
  result: { order: { phone: '18612255668', card_no: 'K18612255668', sent_text: '{"buyer":"王小明"}' }, success: true },
}

it.each([
  [false, false],
  [true, false],
  [false, true],
])('hides what an ERP sent of an order where phones: %s and profiles: %s are shown', (phones, profiles) => {
  const masked = JSON.stringify(maskAnswer(answer, { phones, profiles }))
  expect(masked).not.toContain('王小明')
  expect(masked.includes('18612255668')).toBe(phones)
})

it('shows everything where both are shown', () => {
  expect(maskAnswer(answer, { phones: true, profiles: true })).toEqual(answer)
})
