import { unwrittenRule } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { readMeaning } from '#shadow/answers/answer-meaning'
import { RuleCounter, unwrittenRules } from '#shadow/report/rule-counts'
import { seenRules } from './seen-rules.ts'

type Coupon = readonly [code: string, members: Readonly<Record<string, string>>]

function page(...coupons: readonly Coupon[]) {
  const list = coupons.map(([coupon_code, members]) => ({ coupon_code, ...members }))
  const result = { result: { result_arr_list: { erp_coupon_d_t_o: list }, total_count: list.length }, success: true }
  const meaning = readMeaning(JSON.stringify({ alibaba_alihealth_nr_crm_coupon_querycoupon_response: { result } }))
  if (meaning.kind !== 'page') throw new Error('no page')
  return meaning
}

const day = '2026-12-01'

/** The rules after pages of the CRM of today beside ours, which has the same coupons in the order of the second list. */
function rulesOf(...pages: readonly (readonly [theirs: readonly Coupon[], ours: readonly Coupon[]])[]) {
  const counter = new RuleCounter({})
  for (const [theirs, ours] of pages) {
    for (const sighting of seenRules(page(...theirs), page(...ours), day)) counter.saw(sighting)
  }
  return unwrittenRules(counter.data(), []).map(({ name, count, of, couponCode }) => [name, count, of, couponCode])
}

const coupon = (code: string, status: string, end_date: string, start_date = '2026-01-01'): Coupon => [
  code,
  { status, start_date, end_date },
]

it.each([
  ['a status after the last day', coupon('A', '0', '2026-11-30'), '2', ['status:after:2/0', 1, 1, 'A']],
  ['a status on the last day', coupon('A', '2', day), '0', ['status:last:0/2', 1, 1, 'A']],
  [
    'a status before the first day',
    coupon('A', '5', '2026-12-31', '2026-12-02'),
    '0',
    ['status:before:0/5', 1, 1, 'A'],
  ],
  ['another number for used', coupon('A', '9', '2026-12-31'), '1', ['status:valid:1/9', 1, 1, 'A']],
] as const)('finds %s', (_name, theirs, status, found) => {
  expect(rulesOf([[theirs], [[theirs[0], { ...theirs[1], status }]]])).toEqual([found])
})

it('says how often a rule held of how often it could be seen, and nothing where both sides agree', () => {
  const ours = [coupon('A', '2', '2026-11-01'), coupon('B', '2', '2026-11-02')]
  const theirs = [coupon('A', '2', '2026-11-01'), coupon('B', '0', '2026-11-02')]
  expect(rulesOf([theirs, ours])).toEqual([['status:after:2/0', 1, 2, 'B']])
  expect(rulesOf([ours, ours])).toEqual([])
})

const ended = (code: string, end_date: string): Coupon => [code, { status: '0', end_date }]

it('finds the member by which all lists are ordered', () => {
  const [a, b, c] = [ended('A', '2027-01-03'), ended('B', '2027-01-01'), ended('C', '2027-01-02')]
  expect(
    rulesOf([
      [b, c, a],
      [a, b, c],
    ]),
  ).toEqual([['order:end_date', 1, 1, '']])
  expect(
    rulesOf([
      [a, c, b],
      [a, b, c],
    ]),
  ).toEqual([['order:-end_date', 1, 1, '']])
})

it('finds a list that is turned round, and one that no member orders', () => {
  const [a, b, c] = [ended('A', '2027-01-01'), ended('C', '2027-01-01'), ended('B', '2027-01-01')]
  expect(
    rulesOf([
      [c, b, a],
      [a, b, c],
    ]),
  ).toEqual([['order:-issue', 1, 1, '']])
  expect(
    rulesOf(
      [
        [b, a, c],
        [a, b, c],
      ],
      [
        [a, b, c],
        [a, b, c],
      ],
    ),
  ).toEqual([['order:-', 1, 2, '']])
})

it('takes no order for a rule that only lists in our own order have', () => {
  const [a, b, c, d] = [
    ended('A', '2027-01-02'),
    ended('B', '2027-01-01'),
    ended('C', '2027-01-05'),
    ended('D', '2027-01-05'),
  ]
  expect(
    rulesOf(
      [
        [a, b],
        [a, b],
      ],
      [
        [d, c],
        [c, d],
      ],
    ),
  ).toEqual([['order:-', 1, 2, '']])
})

it('names no order while lists are ordered as ours', () => {
  const [a, b] = [ended('A', '2027-01-01'), ended('B', '2027-01-02')]
  expect(
    rulesOf([
      [a, b],
      [a, b],
    ]),
  ).toEqual([])
})

it('masks a phone in the place of a code, and forgets coupons of members that are erased', () => {
  const counter = new RuleCounter({})
  counter.saw({ rule: 'status:after:2', value: '18612255668', couponCode: '18612255668' })
  expect(JSON.stringify(counter.data())).not.toMatch(/\d{7}/)
  counter.forgetExamples()
  expect(counter.data()).toEqual({ 'status:after:2': { '…': { count: 1, couponCode: '' } } })
})

it('names the setting that ends a class of deviations', () => {
  const row = (kind: string) => ({
    kind,
    count: 3,
    example: { appKey: 'erp', couponCode: 'A', upstream: '', ours: '' },
  })
  const kinds = ['field:phone', 'learning:status:7/-', 'field:end_date', 'field:phone']
  const rules = unwrittenRules({}, kinds.map(row))
  expect(rules.map(({ name, count, text }) => [name, count, text.setting?.en])).toEqual([
    ['field:phone', 6, 'yaoquan app update APP_KEY --mask-phones | --no-mask-phones'],
    ['learning:status:7/-', 3, 'yaoquan shadow status-map 7 used|unused|void --reason WHY'],
  ])
})

it.each([
  ['status:valid:0/1', 'yaoquan shadow status-map 1 used|void --reason WHY'],
  ['status:after:2/1', 'yaoquan shadow status-map 1 used|void --reason WHY'],
  ['status:valid:1/9', undefined],
  ['status:after:2/0', undefined],
  ['status:valid:0/…', undefined],
])('names for %s a meaning of the status where that ends it', (name, setting) => {
  expect(unwrittenRule(name)).toMatchObject({ zh: expect.any(String), setting: setting && { en: setting } })
})
