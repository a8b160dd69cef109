import { describe, expect, test } from 'vitest'
import { inTurns, newNumberIn, recognise } from './recognise.ts'

const kinds = (text: string): readonly string[] => {
  const found = recognise(text)
  return found.kind === 'asks' ? found.asks.map(({ kind }) => kind) : [found.kind]
}

describe('a text in the search box', () => {
  test.each([
    '18612255668',
    ' 186 1225 5668 ',
    '186-1225-5668',
    '+86 186 1225 5668',
    '0086-18612255668',
    '8618612255668',
    '１８６１２２５５６６８',
  ])('is a phone as %s', (text) => {
    const found = recognise(text)
    expect(found.kind === 'asks' && found.asks[0]).toEqual({ kind: 'phone', phone: '18612255668' })
  })

  test('of eleven digits is asked as a card too, where nobody has the phone', () => {
    const found = recognise('18612255668')
    const turns = inTurns(found.kind === 'asks' ? found.asks : [])
    expect(turns.map((asks) => asks.map(({ kind }) => kind))).toEqual([['phone'], ['card']])
  })

  test.each(['021-12345678', '+852 9123 4567', '1372000005', '13720000098/13720000098', '021-12345678转801'])(
    '%s may be a phone, and is looked up unchanged',
    (text) => {
      expect(recognise(text)).toMatchObject({
        kind: 'asks',
        asks: expect.arrayContaining([{ kind: 'phone', phone: text }]),
      })
    },
  )

  test.each([
    ['202611241234567890', []],
    ['1372000005', []],
    ['021-12345678', ['phone']],
    ['+852 9123 4567', ['phone']],
    ['18612255668', ['phone']],
  ])('%s is looked up as a phone at first only if it has the form of one', (text, atFirst) => {
    const found = recognise(text)
    const turns = inTurns(found.kind === 'asks' ? found.asks : [])
    const phones = turns.map((asks) => asks.filter(({ kind }) => kind === 'phone').map(({ kind }) => kind))
    expect(phones).toEqual([atFirst, atFirst.length === 0 ? ['phone'] : []])
  })

  test('without a shape is asked as coupon, card and order', () => {
    expect(kinds('111aaa')).toEqual(['coupon', 'card', 'order'])
  })

  test.each([
    ['M1024', 'member'],
    ['4F7Q2M9KX3TRW8CE', 'redemption'],
    ['15r8qk9x1abc', 'request'],
  ])('%s may name a %s besides', (text, kind) => {
    expect(kinds(text)).toContain(kind)
  })

  test('names nobody while a part of it is hidden', () => {
    expect(kinds('186****5668')).toEqual(['masked'])
  })

  test('is nothing when it is blank', () => {
    expect(kinds('  \n ')).toEqual(['empty'])
  })
})

describe('the number of a new member', () => {
  test.each([
    ['+86 186 1225 5668', { phone: '18612255668' }],
    ['8800123456', { cardNo: '8800123456' }],
    ['李秀英', undefined],
  ])('in %s', (text, number) => {
    const found = recognise(text)
    expect(found.kind === 'asks' && newNumberIn(found.asks)).toEqual(number)
  })
})
