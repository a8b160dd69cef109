import { expect, test } from 'vitest'
import { termsLines } from './terms-lines.ts'

test('terms that limit nothing say so for shops and goods alone', () => {
  expect(termsLines({}, 'zh')).toEqual([
    ['可用门店', '全部门店'],
    ['适用商品', '全部商品'],
  ])
})

test('each term that limits has its words in both languages', () => {
  const scope = {
    shop: '01,02',
    category: '1001',
    goods: 'G1,G2',
    excludeTags: 'special_price',
    channels: 'store,miniapp',
    weekdays: '3,6',
    hours: '08:00-12:00',
    memberDayOnly: true,
    memberLevels: '金卡',
    memberTags: '慢病',
    stackable: false,
    stackGroup: '满减',
    perOrder: 2,
    returnPolicy: 'none' as const,
  }
  expect(termsLines(scope, 'zh')).toEqual([
    ['可用门店', '01、02'],
    ['适用商品', '品类 1001；商品 G1、G2'],
    ['不适用', '标签 special_price'],
    ['可用渠道', '门店、小程序'],
    ['可用时间', '周三、周六；08:00-12:00；仅会员日'],
    ['可用会员', '等级 金卡；标签 慢病'],
    ['叠加', '不与其他券同用；同组（满减）每单一张；每单最多 2 张'],
    ['退货', '退货不退券'],
  ])
  expect(termsLines(scope, 'en').map(([, value]) => value)).toEqual([
    ...['01, 02', 'categories 1001; goods G1, G2', 'tags special_price', 'Shops, Mini program'],
    ...['Wed, Sat; 08:00-12:00; member days only', 'levels 金卡; tags 慢病'],
    ...['not with other coupons; one of group 满减 on an order; 2 on an order at most'],
    'the coupon does not come back',
  ])
})

test('of a long list so many are named, and all counted', () => {
  const names = { shop: () => '朝阳店', category: () => undefined, most: 2 }
  expect(termsLines({ shop: '01,02,03' }, 'zh', names)[0]).toEqual(['可用门店', '朝阳店 (01)、朝阳店 (02) 等 3 个'])
})
