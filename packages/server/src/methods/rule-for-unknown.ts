import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Rule } from '#domain/rule'
import type { UnknownCode } from '#domain/templates/template-store'

/** The rule that a code of no list breaks, and what to do. The code is a text that somebody typed, which may be a phone. */
export function ruleForUnknown({ field, code }: UnknownCode): Rule {
  const shown = maskPhonesInText(code).text
  return field === 'shop'
    ? {
        zh: `应为门店名单中的编码，名单中没有 ${shown}；新门店请先在“门店与品类”登记`,
        en: `must have codes of the list of shops, which does not have ${shown}; add a new shop on the screen of shops first`,
      }
    : {
        zh: `应为品类名单中的编码，名单中没有 ${shown}；新品类请先在“门店与品类”登记`,
        en: `must have codes of the list of categories, which does not have ${shown}; add a new category on the screen of shops first`,
      }
}
