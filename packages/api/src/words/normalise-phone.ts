const fullWidthDigitsAndSigns = /[０-９＋－]/g
const fullWidthOffset = 0xfee0
/** Links (RFC 3966) and business cards write it before the number. */
const scheme = /^tel[:：]/i
/** Brackets of any width; spreadsheets wrap pasted numbers in invisible direction marks, which are format characters (Cf). */
const spacesDashesAndBrackets = /[\s\p{Dash}\p{Cf}\p{Ps}\p{Pe}]/gu
const dialledNumber = /^\+?\d+$/
const mainlandNumber = /^(?:\+86|0086|86)?(\d{11})$/
/** Matches nearly every phone that calls give: nothing to normalise. */
const plainMainland = /^[1-9]\d{10}$/

/**
 * One spelling for one phone: full-width digits become plain; `tel:`, spaces, dashes and brackets are removed, and the country
 * code of mainland China if exactly eleven digits follow. Other text is only trimmed.
 * Normalising twice changes nothing.
 */
export function normalisePhone(text: string): string {
  if (plainMainland.test(text)) return text
  const trimmed = text.trim()
  const compact = compactPhone(trimmed)
  if (!dialledNumber.test(compact)) return trimmed
  return mainlandNumber.exec(compact)?.[1] ?? compact
}

/** A phone without what people write between its digits. */
export function compactPhone(text: string): string {
  const plain = text.replace(fullWidthDigitsAndSigns, toPlain)
  return plain.replace(spacesDashesAndBrackets, '').replace(scheme, '')
}

function toPlain(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - fullWidthOffset)
}
