/** The languages of pages. Chinese is the default. */
export const pageLanguages = ['zh', 'en'] as const

export type PageLanguage = (typeof pageLanguages)[number]

/** A text in each language. */
export type Localized = Readonly<Record<PageLanguage, string>>

/** The value of `lang`. */
export const languageTag = { zh: 'zh-CN', en: 'en' } as const

/** What a language calls itself, for links to it. */
export const languageName = { zh: '中文', en: 'English' } as const

/**
 * The language of a page that has one address for all: that which the address names, otherwise the one of these that the browser likes best.
 * @param named value of the parameter `lang`
 * @param accepted the header `Accept-Language`
 */
export function chosenLanguage(named: string | null, accepted: string | undefined): PageLanguage {
  return pageLanguages.find((name) => name === named) ?? acceptedLanguage(accepted ?? '')
}

/** @returns Chinese where the browser names neither */
function acceptedLanguage(accepted: string): PageLanguage {
  const weighed = accepted.split(',').map((part) => {
    const [tag = '', weight] = part.split(/;\s*q=/)
    return { tag: tag.trim().toLowerCase().split('-')[0], weight: Number(weight ?? 1) }
  })
  const liked = weighed.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return liked.flatMap(({ tag }) => pageLanguages.filter((name) => name === tag))[0] ?? 'zh'
}
