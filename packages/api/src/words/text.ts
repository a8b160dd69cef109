/** A word or a sentence in both languages. */
export type Text = Readonly<{ zh: string; en: string }>
