import { listOf, objects } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { categoryFields } from './master-data-fields.ts'
import { resultOf } from './write-fields.ts'

export const listCategories = defineMethod({
  name: 'yaoquan.category.list',
  title: { zh: '查询品类列表', en: 'List categories' },
  description: {
    zh: '分页查询已登记的品类，按编码排序',
    en: 'Lists the categories that have names, by code, page by page',
  },
  ...reads(category.masterData),
  request: { cursor, limit: limit(1000) },
  sampleOmits: ['cursor'],
  ...resultOf('ListCategoriesResult', {
    categories: listOf(
      'categories',
      objects('category', 'Category', categoryFields),
      '品类列表，按编码排序',
      'The categories, in order of their codes',
    ),
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidCursor],
})
