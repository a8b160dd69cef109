/** The languages of pages. Chinese is the default. */
export const pageLanguages = ['zh', 'en'] as const

export type PageLanguage = (typeof pageLanguages)[number]

/** A text in each language. */
export type Localized = Readonly<Record<PageLanguage, string>>
