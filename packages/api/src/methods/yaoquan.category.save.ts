import { list, objects } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { categoryRowFields, entriesOfSave, savedEntries } from './master-data-fields.ts'
import { outRequestNo, resultOf } from './write-fields.ts'

export const saveCategories = defineMethod({
  name: 'yaoquan.category.save',
  title: { zh: '登记品类', en: 'Name categories' },
  description: {
    zh: '按编码登记或修改品类的名称与上级，一次最多500个，全部成功或全部不变。只用于显示，不影响券适用于哪些商品',
    en: 'Creates categories of goods or changes them by their codes, at most 500 at a time, all or none. Only for display: what coupons apply to does not depend on it',
  },
  ...writes(category.masterData),
  examples: { code: '9202', parentCode: '92' },
  request: {
    outRequestNo: outRequestNo('CATEGORY-SAVE-20261124-0001'),
    categories: list(
      'categories',
      objects('category', 'CategoryRow', categoryRowFields),
      '品类，编码不得重复',
      'The categories, each code once',
      entriesOfSave,
    ),
  },
  ...resultOf('SaveCategoriesResult', savedEntries),
  errorCodes: [businessErrors.idempotentConflict],
})
