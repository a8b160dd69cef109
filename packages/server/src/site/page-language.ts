/** Which texts a page shows. Chinese comes first; English stands beside it. */
export type PageLanguage = 'zh' | 'en'
