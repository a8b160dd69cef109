import { describe, expect, it } from 'vitest'
import { ruleForCard, ruleForPhone, ruleForPhoneOfPeople, shownNoPhone } from './number-rules.ts'
import { normalisePhone } from './phone.ts'

const [asPhone, asCard] = [(text: string) => ruleForPhone(normalisePhone(text)), ruleForCard]

describe.each([
  ['phone', asPhone],
  ['card', asCard],
] as const)('as a %s', (_kind, ruleFor) => {
  it.each([
    ['6.22202E+18', '6.22202E+18'],
    ['6.22202e18', '6.22202e18'],
    ['６.２２２０２Ｅ＋１８', '6.22202E+18'],
    ['1.39E+10', '1.39E+10'],
    ['6E+18', '6E+18'],
    ['62.2202E17', '62.2202E17'],
    ['1.3912345678E+10', '1.39…E+10'],
    ['="13912345678"', '="…"'],
    ['＝"13912345678"', '="…"'],
    ['=13912345678', '=…'],
    ['186****5668', '186****5668'],
  ])('%s names nobody, and the rule shows %s', (text, shown) => {
    const rule = ruleFor(text)
    expect(rule?.zh).toContain(shown)
    expect(rule?.en).toContain(shown)
    expect(JSON.stringify(rule)).not.toContain('13912345678')
  })
})

it.each(['6222021380013800123', '88E012', '12E5', 'E+10', 'VIP-1.5', 'A=1', '1', '会员卡12'])(
  'the card %s may be stored',
  (cardNo) => {
    expect(ruleForCard(cardNo)).toBeUndefined()
  },
)

it.each(['13912345678', '02112345', '021-12345678转8001', '4008001234'])('the phone %s may be stored', (phone) => {
  expect(ruleForPhone(normalisePhone(phone))).toBeUndefined()
})

it.each(['10086', '无', '1'.repeat(33), '13912345678e0'])('%s is no phone', (text) => {
  expect(ruleForPhone(normalisePhone(text))?.zh).toContain('至少7位数字')
})

it.each([
  ['1391234567', '13****67 只有 10 位数字，手机号是 11 位'],
  ['139-1234-567', '13****67 只有 10 位数字，手机号是 11 位'],
  ['13912345678', undefined],
  ['02112345678', undefined],
  ['021-1234567转80', undefined],
  ['+852 9123 4567', undefined],
  ['13720000098/13720000099', '137****0099 不止一个号码，应只填一个'],
  ['13720000098 13720000099', '137****0099 不止一个号码，应只填一个'],
  ['12345678', '12****78 不是 11 位手机号、带区号的固定电话，或以 + 开头的境外号码'],
  ['6222021380013800', '622****3800 不是 11 位手机号、带区号的固定电话，或以 + 开头的境外号码'],
  ['无', '应为至少7位数字、最多32个字符的电话号码'],
  ['张三13720000098', '137****0098 不是 11 位手机号、带区号的固定电话，或以 + 开头的境外号码'],
  ['张三****', '是打码的号码，须为完整号码'],
])('of people %s is a phone with the fault %s', (text, fault) => {
  expect(ruleForPhoneOfPeople(normalisePhone(text))?.zh).toBe(fault)
})

it.each([
  ['无', '无'],
  ['12', '12'],
  ['1.37E+10', '1.37E+10'],
  ['张三', '****'],
  ['N/A', '****'],
  ['1390000009', '13****09'],
  ['13720000098/13720000098', '137****0098'],
  ['张三13720000098', '137****0098'],
  ['186****5668', '186****5668'],
])('shows %s, which is no phone, as %s', (text, shown) => {
  expect(shownNoPhone(text)).toBe(shown)
})
