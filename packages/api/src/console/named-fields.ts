import { list, objects, text } from '../language/fields.ts'

export const actorName = objects('actor_name', 'ActorName', {
  actor: text('actor', 'app:12345678', '操作者，同事件', 'The actor, as in events', { required: true }),
  name: text('name', '收银系统', '名称', 'Name', { required: true }),
})

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
