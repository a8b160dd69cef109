import { templateFields } from '@yaoquan/api'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Rule } from '#domain/rule'
import type { UnknownCodes } from '#domain/templates/template-store'

/**
 * The rule that codes of no list break, and what to do; those of other fields follow it. Codes are texts that somebody typed, which may be
 * phones.
 */
export function ruleForUnknown(first: UnknownCodes, ...others: readonly UnknownCodes[]): Rule {
  const rules = others.map((one) => ({ field: templateFields[one.field].wire, rule: ruleOf(one) }))
  return {
    zh: [ruleOf(first).zh, ...rules.map(({ field, rule }) => `${field} ${rule.zh}`)].join('。'),
    en: [ruleOf(first).en, ...rules.map(({ field, rule }) => `${field} ${rule.en}`)].join('. '),
  }
}

function ruleOf({ field, codes }: UnknownCodes): Rule {
  const shown = codesText(codes)
  return field === 'shop'
    ? {
        zh: `应为门店名单中的编码，名单中没有 ${shown.zh}；新门店请先在“门店与品类”登记`,
        en: `must have codes of the list of shops, which does not have ${shown.en}; add a new shop on the screen of shops first`,
      }
    : {
        zh: `应为品类名单中的编码，名单中没有 ${shown.zh}；新品类请先在“门店与品类”登记`,
        en: `must have codes of the list of categories, which does not have ${shown.en}; add a new category on the screen of shops first`,
      }
}

/** A refusal names so many codes of a field. */
const mostNamed = 10

function codesText(given: readonly string[]): Rule {
  const codes = [...new Set(given)]
  const named = codes.slice(0, mostNamed).map((code) => maskPhonesInText(code).text)
  const further = codes.length - named.length
  if (further === 0) return { zh: named.join('、'), en: named.join(', ') }
  return { zh: `${named.join('、')} 等 ${codes.length} 个`, en: `${named.join(', ')} and ${further} more` }
}
