/** The rule that a value breaks. Of a phone or card it repeats only what reveals neither. */
export type Rule = Readonly<{ zh: string; en: string }>
