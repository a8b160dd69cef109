import { list, objects } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { storedTemplateFields } from '../methods/coupon-template.ts'
import { resultOf } from '../methods/write-fields.ts'
import { getTemplate } from '../methods/yaoquan.template.get.ts'
import { actorName, namedCategories, namedShops } from './named-fields.ts'

/** What the drawer of a template shows, in one answer. */
export const openTemplate = defineMethod({
  name: 'yaoquan.console.template.open',
  title: { zh: '打开一个模板', en: 'Open a template' },
  description: {
    zh: '模板最新的11个版本，以及保存人、门店与品类的名称',
    en: 'The latest 11 versions of a template, with the names of who saved them and of their shops and categories',
  },
  ...reads(category.console),
  request: { couponId: getTemplate.request.couponId },
  ...resultOf('OpenTemplateResult', {
    versions: list(
      'versions',
      objects('stored_template', 'StoredTemplate', storedTemplateFields),
      '版本，由旧到新',
      'The versions, oldest first',
    ),
    actors: list('actors', actorName, '保存人的名称', 'The names of who saved them'),
    shops: namedShops,
    categories: namedCategories,
  }),
  errorCodes: [...getTemplate.errorCodes],
})
