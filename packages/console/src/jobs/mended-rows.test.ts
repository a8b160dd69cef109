import { expect, test } from 'vitest'
import { isWrong, mendedRows, pasted, refusedSend } from './mended-rows.ts'

const refused = { state: 'refused', subCode: 'INVALID_MEMBER' } as const
const rows = [
  { ...refused, place: 2, line: 3, field: 'phone', value: '13****09' },
  { ...refused, place: 4, line: 6, phone: '139****0001', subCode: 'STOCK_EXHAUSTED' },
  { ...refused, place: 5, field: 'card_no' },
  { ...refused, place: 6, line: 8, cardNo: '12****78', subCode: 'MEMBER_LIMIT_REACHED' },
  { ...refused, place: 7, line: 9, subCode: 'MEMBER_ERASED' },
]
const send = refusedSend(rows)

test('of refused rows those without a number are mended, the others sent by their reason, and each keeps its line', () => {
  expect(send.wrong.map(({ place }) => place)).toEqual([2, 5])
  const typed = new Map([
    [2, ' 13900000009 '],
    [5, 'K-7'],
  ])
  expect(mendedRows(send, typed, new Set(['STOCK_EXHAUSTED']))).toEqual({
    phones: [{ value: '13900000009', line: '3' }],
    cardNos: [{ value: 'K-7', line: '5' }],
    places: ['4'],
  })
  expect(mendedRows(send, new Map([[2, ' ']]), new Set())).toEqual({ phones: [], cardNos: [], places: [] })
})

test('a pasted column fills the rows from the one it is pasted into', () => {
  expect([...pasted(send.wrong, 2, '13900000009\r\nK-7\r\n')]).toEqual([
    [2, '13900000009'],
    [5, 'K-7'],
  ])
  expect([...pasted(send.wrong, 5, 'K-8\nK-9')]).toEqual([[5, 'K-8']])
})

test('says what is no phone while it is typed', () => {
  const [phone, card] = send.wrong
  if (phone === undefined || card === undefined) throw new Error('two rows are wrong')
  expect(['', '1390000009', '139 0000 0009', '021-12345678'].map((text) => isWrong(phone, text))).toEqual([
    false,
    true,
    false,
    false,
  ])
  expect(isWrong(card, 'K-7')).toBe(false)
})
