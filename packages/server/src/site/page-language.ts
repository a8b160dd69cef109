/** The language of a page. Chinese is the default. */
export type PageLanguage = 'zh' | 'en'
