import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { isStorablePhone, maskPhone, normalisePhone, ruleForMasked } from './phone.ts'

test.each([
  ['18612255668', '18612255668'],
  ['  18612255668\t', '18612255668'],
  ['+8618612255668', '18612255668'],
  ['+86 186-1225-5668', '18612255668'],
  ['008618612255668', '18612255668'],
  ['8618612255668', '18612255668'],
  ['１８６１２２５５６６８', '18612255668'],
  ['＋８６　１８６－１２２５－５６６８', '18612255668'],
  ['186–1225—5668', '18612255668'],
  ['\u202d18612255668\u202c', '18612255668'],
  ['021-12345678', '02112345678'],
  ['(139)1234 5678', '13912345678'],
  ['（139）1234-5678', '13912345678'],
  ['(+86)139 1234 5678', '13912345678'],
  ['[139]{1234}【5678】', '13912345678'],
  ['﹙021﹚12345678', '02112345678'],
  ['tel:13912345678', '13912345678'],
  ['（Tel: 139 1234 5678）', '13912345678'],
  ['TEL：+86-139-1234-5678', '13912345678'],
  ['tel:(０２１)12345678', '02112345678'],
])('%j is the phone %s', (text, phone) => {
  expect(normalisePhone(text)).toBe(phone)
})

test.each([
  ['86123456789', '86123456789'],
  ['86186122556681', '86186122556681'],
  ['+852 9123 4567', '+85291234567'],
])('the leading 86 or sign of %j is part of the number', (text, phone) => {
  expect(normalisePhone(text)).toBe(phone)
})

test.each(['186****5668', '021-12345678转8001', 'no phone', '', '-', '()', 'tel:', '1.39E+10'])(
  '%j is no number and stays as it is',
  (text) => {
    expect(normalisePhone(` ${text} `)).toBe(text)
  },
)

test('normalising twice changes nothing', () => {
  const phoneLike = fc.string({ unit: fc.constantFrom(...'0123456789+86- ８６＋－转()（】tel:：Ee.') })
  fc.assert(
    fc.property(fc.oneof(phoneLike, fc.string()), (text) => {
      const once = normalisePhone(text)
      expect(normalisePhone(once)).toBe(once)
    }),
  )
})

test.each([
  ['18612255668', '186****5668'],
  ['02112345', '02****45'],
  ['10086', '****'],
  ['', '****'],
])('masks %j as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

test.each(['13912345678', '02112345678', '6543210', '00000000000', '0000000', '021-12345678转8001', '1'.repeat(32)])(
  '%s may be stored',
  (phone) => {
    expect(isStorablePhone(phone)).toBe(true)
  },
)

test.each([
  ...[
    '1.39E+10',
    '1.3912345678e10',
    '1.3912345678E+10',
    '１.３９１２３４５６７８Ｅ＋１０',
    '1E+0000010',
    '139E+12345',
    '13912345678e0',
    '1.39123456E-10',
  ],
  ...['100860', '10086', '无', 'no phone', '(', '1'.repeat(33)],
])('%s may not be stored', (text) => {
  expect(isStorablePhone(normalisePhone(text))).toBe(false)
})

it.each(['186****5668', '6222****3800', '****', '****88', 'K1****78', '１８６＊＊＊＊５６６８'])(
  'names %s, which reveals nobody',
  (text) => {
    expect(ruleForMasked(text)).toEqual({
      zh: `${text} 是打码的号码，须为完整号码`,
      en: `${text} is a masked number; the whole one is needed`,
    })
  },
)

it.each(['18612255668****', '****18612255668', 'VIP186****5668', '186********18612255668', '张三****', '****李四'])(
  'does not repeat %s, which may hold a phone or a name',
  (text) => {
    expect(ruleForMasked(text)?.zh).toBe('是打码的号码，须为完整号码')
  },
)

it.each(['18612255668', '', '021-12345678*801', 'VIP*1', '***'])('lets %j be', (text) => {
  expect(ruleForMasked(text)).toBeUndefined()
})
