import { list, objects } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { entriesOfSave, savedEntries, shopRowFields } from './master-data-fields.ts'
import { outRequestNo, resultOf } from './write-fields.ts'

export const saveShops = defineMethod({
  name: 'yaoquan.shop.save',
  title: { zh: '登记门店', en: 'Name shops' },
  description: {
    zh: '按编码登记或修改门店的名称、城市，一次最多500家，全部成功或全部不变。不影响券在哪些门店可用；登记后，控制台以及规则 known_shops 为 on 的连锁不再接受未登记的门店',
    en: 'Creates shops or changes them by their codes, at most 500 at a time, all or none. Where coupons are valid does not depend on it; once there are shops, the console, and tills of sellers whose rule known_shops is on, name no others',
  },
  ...writes(category.masterData),
  examples: { code: '92' },
  request: {
    outRequestNo: outRequestNo('SHOP-SAVE-20261124-0001'),
    shops: list(
      'shops',
      objects('shop', 'ShopRow', shopRowFields),
      '门店，编码不得重复',
      'The shops, each code once',
      entriesOfSave,
    ),
  },
  ...resultOf('SaveShopsResult', savedEntries),
  errorCodes: [businessErrors.idempotentConflict],
})
