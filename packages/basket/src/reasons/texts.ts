export type Language = 'zh' | 'en'

/** One sentence in Chinese and in English. */
export type Texts = Readonly<Record<Language, string>>
