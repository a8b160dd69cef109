/** A word or a sentence in both languages. */
export type Text = Readonly<{ zh: string; en: string }>

/**
 * Values of a field with their labels, for its description: `active 有效, merged 已合并`. In English a label that only repeats the value
 * is left out: `member_erased, policy (rules changed)`.
 */
export function listedWords(words: Readonly<Record<string, Text>>): Text {
  const entries = Object.entries(words)
  return {
    zh: entries.map(([value, { zh }]) => `${value} ${zh}`).join(', '),
    en: entries.map(([value, { en }]) => inEnglish(value, en.toLowerCase())).join(', '),
  }
}

function inEnglish(value: string, label: string): string {
  return label === value.replaceAll('_', ' ') ? value : `${value} (${label})`
}
