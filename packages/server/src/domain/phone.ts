const fullWidthDigitsAndSigns = /[０-９＋－]/g
const fullWidthOffset = 0xfee0
/** Spreadsheets wrap pasted numbers in invisible direction marks; they are format characters (Cf). */
const spacesAndDashes = /[\s\p{Dash}\p{Cf}]/gu
const dialledNumber = /^\+?\d+$/
const mainlandNumber = /^(?:\+86|0086|86)?(\d{11})$/

/**
 * One spelling for one phone: full-width digits become plain, spaces and dashes go, the country code of mainland China
 * goes when exactly eleven digits follow it. Text that is no number stays as it is, trimmed.
 * Normalising twice changes nothing.
 */
export function normalisePhone(text: string): string {
  const trimmed = text.trim()
  const compact = trimmed.replace(fullWidthDigitsAndSigns, toPlain).replace(spacesAndDashes, '')
  if (!dialledNumber.test(compact)) return trimmed
  return mainlandNumber.exec(compact)?.[1] ?? compact
}

/** What logs, metrics, traces and the console may show of a phone: `186****5668`; less of a shorter one. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  if (phone.length >= 8) return `${phone.slice(0, 2)}****${phone.slice(-2)}`
  return '****'
}

function toPlain(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - fullWidthOffset)
}
