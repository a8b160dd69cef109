import { expect, test } from 'vitest'
import { faultOfMapping, guessMapping } from './import-fields.ts'

test.each([
  ['wire names', 'import-members', ['phone', 'card_no', 'consent_source'], ['phone', 'card_no', 'consent_source']],
  ['names of exported files', 'import-members', ['会员', '手机号', '营销同意'], [undefined, 'phone', 'consent']],
  ['names in English', 'import-coupons', ['Code', 'Last valid day'], ['coupon_code', 'end_date']],
  ['usual titles', 'import-members', ['顾客姓名', '联系电话', '会员级别'], ['name', 'phone', 'level']],
  [
    'usual titles of coupons',
    'import-coupons',
    ['券号', '截止日', '面额'],
    ['coupon_code', 'end_date', 'coupon_amount'],
  ],
  [
    'titles of pharmacies',
    'import-coupons',
    ['券码', '手机', '面额', '满', '适用门店'],
    ['coupon_code', 'phone', 'coupon_amount', 'order_amount', 'shop'],
  ],
  [
    'no word of a title that means another thing',
    'import-coupons',
    ['门店电话', '店员手机', '推荐人手机号', '实付金额', '券码状态', '备注说明'],
    [undefined, undefined, undefined, undefined, undefined, undefined],
  ],
  [
    'titles in any width, with a unit',
    'import-coupons',
    [' 面额(元)', '使用门槛（元）', 'END DATE'],
    ['coupon_amount', 'order_amount', 'end_date'],
  ],
  [
    'no shop but where a coupon is valid',
    'import-coupons',
    ['发放门店', '核销门店', '满减活动'],
    [undefined, undefined, undefined],
  ],
  [
    'names of querycoupon',
    'import-coupons',
    ['优惠券code', 'couponName', '满多少金额可以用'],
    ['coupon_code', 'coupon_name', 'order_amount'],
  ],
  [
    'nothing for the reasons of a list of bad rows',
    'import-coupons',
    ['券码', '未导入的原因'],
    ['coupon_code', undefined],
  ],
  ['attributes', 'import-members', ['attribute.肤质', '属性.x'], ['attribute.肤质', 'attribute.x']],
  ['the name of a field before a usual title', 'import-members', ['联系电话', '手机号'], [undefined, 'phone']],
] as const)('guesses by %s', (_what, kind, titles, mapping) => {
  expect(guessMapping(titles, kind)).toEqual(mapping)
})

test.each([
  ['phone alone', 'import-members', ['phone', undefined], undefined],
  ['neither phone nor card', 'import-members', ['name'], 'nobody'],
  ['no code', 'import-coupons', ['phone'], 'nobody'],
  ['a field twice', 'import-coupons', ['coupon_code', 'shop', 'shop'], 'twice'],
] as const)('finds the fault of a mapping with %s', (_what, kind, mapping, fault) => {
  expect(faultOfMapping(mapping, kind)).toBe(fault)
})
