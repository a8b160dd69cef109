import { listOf, objects } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { shopFields } from './master-data-fields.ts'
import { resultOf } from './write-fields.ts'

export const listShops = defineMethod({
  name: 'yaoquan.shop.list',
  title: { zh: '查询门店列表', en: 'List shops' },
  description: { zh: '分页查询已登记的门店，按编码排序', en: 'Lists the shops that have names, by code, page by page' },
  ...reads(category.masterData),
  request: { cursor, limit: limit(1000) },
  sampleOmits: ['cursor'],
  ...resultOf('ListShopsResult', {
    shops: listOf(
      'shops',
      objects('shop', 'Shop', shopFields),
      '门店列表，按编码排序',
      'The shops, in order of their codes',
    ),
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidCursor],
})
