import { expect, test } from 'vitest'
import type { Reason, ReasonCode } from './answer.ts'
import { reasonText } from './reason-text.ts'

const atMs = Date.parse('2026-11-25T02:00:00Z')
const window = { days: [3 as const], fromMinute: 480, toMinute: 720 }

const rows: readonly (readonly [reason: Reason, zh: string, en: string])[] = [
  [
    { code: 'NOT_STARTED', startDate: '2026-12-01' },
    '未到使用时间，2026-12-01 起可用',
    'not usable yet: usable from 2026-12-01',
  ],
  [{ code: 'EXPIRED', endDate: '2026-11-01' }, '已于 2026-11-01 过期', 'expired: the last usable day was 2026-11-01'],
  [
    { code: 'USED_BY', orderId: 'o1', atMs },
    '已被订单 o1 于 2026-11-25 10:00:00 使用',
    'used by order o1 at 2026-11-25 10:00:00',
  ],
  [{ code: 'USED_BY', orderId: undefined, atMs: undefined }, '已被使用', 'used'],
  [
    { code: 'HELD_BY', orderId: 'o1', untilMs: atMs },
    '被订单 o1 占用至 2026-11-25 10:00:00',
    'held by order o1 until 2026-11-25 10:00:00',
  ],
  [{ code: 'VOID', reason: '误发' }, '已作废：误发', 'void: 误发'],
  [{ code: 'VOID', reason: undefined }, '已作废', 'void'],
  [
    { code: 'SHOP', shop: '03', shops: ['01', '02'] },
    '本店 03 不在可用门店内',
    'shop 03 is not one of the shops that accept it',
  ],
  [{ code: 'CHANNEL', channel: undefined, channels: ['app', 'mini'] }, '仅限 app、mini', 'only for channel app, mini'],
  [{ code: 'WINDOW', windows: [window] }, '仅 周三 08:00-12:00 可用', 'usable only Wed 08:00-12:00'],
  [
    {
      code: 'WINDOW',
      windows: [
        { days: [6, 7], fromMinute: 0, toMinute: 1_440 },
        { days: [], fromMinute: 1_200, toMinute: 1_440 },
      ],
    },
    '仅 周六、周日；每天 20:00-24:00 可用',
    'usable only Sat, Sun; every day 20:00-24:00',
  ],
  [{ code: 'MEMBER_DAY' }, '仅会员日可用', 'usable only on member days'],
  [{ code: 'LEVEL', allowed: ['金卡'] }, '仅限 金卡', 'only for members of 金卡'],
  [{ code: 'NO_SCOPE', categories: ['10'], goods: [] }, '没有适用商品', 'no goods that it applies to'],
  [
    { code: 'SHORT', eligibleFen: 8_000, missingFen: 2_005 },
    '适用商品 80.00 元，还差 20.05 元',
    'goods that it applies to cost CNY 80.00: CNY 20.05 is missing',
  ],
  [{ code: 'EXCLUDED_RX', drugClass: 'rx', lineCount: 2 }, '2 个处方药不参与', '2 prescription drugs excluded'],
  [
    { code: 'EXCLUDED_RX', drugClass: 'otc_a', lineCount: 1 },
    '1 个甲类非处方药不参与',
    '1 class A non-prescription drugs excluded',
  ],
  [
    { code: 'EXCLUDED_INSURED', insuredFen: 7_000, missingFen: 1_000 },
    '医保支付的 70.00 元不参与，还差 10.00 元',
    'CNY 70.00 paid by insurance is excluded: CNY 10.00 is missing',
  ],
  [
    { code: 'EXCLUDED_INSURED', insuredFen: 7_000, missingFen: 0 },
    '医保支付的 70.00 元不参与',
    'CNY 70.00 paid by insurance is excluded',
  ],
  [
    { code: 'EXCLUDED_SPECIAL', lineCount: 1 },
    '特价/近效期商品不参与',
    'goods on special offer or near their expiry date are excluded',
  ],
  [{ code: 'NO_EFFECT', takenFen: 0 }, '已无可抵金额', 'nothing is left to reduce'],
  [
    { code: 'GROUP', besideCode: 'c2', besideName: '满199减99' },
    '与 满199减99 同组，每单限 1 张',
    'of the same group as 满199减99: at most 1 on an order',
  ],
  [{ code: 'ALONE', aloneCode: 'c' }, '不能与其他券同用', 'not usable beside other coupons'],
  [{ code: 'MAX_PER_ORDER', max: 5 }, '每单最多 5 张', 'at most 5 on an order'],
  [
    { code: 'WORSE', lessFen: 1_250, exact: true },
    '可用，但不在最优组合中（少省 12.50 元）',
    'usable, but not in the best combination (saves CNY 12.50 less)',
  ],
  [
    { code: 'WORSE', lessFen: 1, exact: false },
    '可用，但不在最优组合中（最多少省 0.01 元）',
    'usable, but not in the best combination (saves up to CNY 0.01 less)',
  ],
]

test.each(rows)('%o in both languages', (reason, zh, en) => {
  expect([reasonText(reason, 'zh'), reasonText(reason, 'en')]).toEqual([zh, en])
})

test('every code has a row', () => {
  const codes: Record<ReasonCode, true> = {
    NOT_STARTED: true,
    EXPIRED: true,
    USED_BY: true,
    HELD_BY: true,
    VOID: true,
    SHOP: true,
    CHANNEL: true,
    WINDOW: true,
    MEMBER_DAY: true,
    LEVEL: true,
    NO_SCOPE: true,
    SHORT: true,
    EXCLUDED_RX: true,
    EXCLUDED_INSURED: true,
    EXCLUDED_SPECIAL: true,
    NO_EFFECT: true,
    GROUP: true,
    ALONE: true,
    MAX_PER_ORDER: true,
    WORSE: true,
  }
  expect([...new Set(rows.map(([{ code }]) => code))].toSorted()).toEqual(Object.keys(codes).toSorted())
})
