import { object, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { shopFields } from './master-data-fields.ts'
import { resultOf } from './write-fields.ts'

export const getShop = defineMethod({
  name: 'yaoquan.shop.get',
  title: { zh: '查询一家门店', en: 'Get a shop' },
  description: {
    zh: '按编码查询门店的名称、城市与所在的门店组',
    en: 'Returns name, city and groups of a shop by its code',
  },
  ...reads(category.masterData),
  examples: { code: '91' },
  request: { code: text('code', '01', '门店编码', 'Code of the shop', { required: true, maxLength: 64 }) },
  ...resultOf('GetShopResult', {
    shop: object('shop', { typeName: 'Shop', fields: shopFields }, '门店', 'The shop'),
  }),
  errorCodes: [businessErrors.shopNotFound],
})
