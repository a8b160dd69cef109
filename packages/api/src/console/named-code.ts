import { list, objects, text } from '../language/fields.ts'

const namedCode = objects('named_code', 'NamedCode', {
  code: text('code', '01', '编码', 'Code', { required: true }),
  name: text('name', '朝阳门店', '名称', 'Name', { required: true }),
})

export const namedShops = list('shops', namedCode, '条款写明的门店的名称', 'Names of the shops in the terms')

export const namedCategories = list(
  'categories',
  namedCode,
  '条款写明的品类的名称',
  'Names of the categories in the terms',
)
