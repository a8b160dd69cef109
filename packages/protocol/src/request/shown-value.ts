/** Enough characters to recognise a value. */
const shownLength = 32

/** Longer than what is shown, so that a phone number crossing that limit is still recognised and masked. */
const scannedLength = 128

const unprintable = /\p{C}/gu

/** The eleven digits of a mobile number, also full-width or separated by spaces, dashes or brackets. */
const phone = /[1１][\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[3-9３-９](?:[\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[0-9０-９]){9}/gu

/**
 * Formats a value for an error text: at most 32 characters, phone numbers masked (`186****5668`), and without
 * characters that could corrupt a terminal or a log line.
 */
export function shownValue(value: unknown): string {
  const text = textOf(value)
  const masked = text.slice(0, scannedLength).replace(unprintable, '').replace(phone, maskMatch)
  const shown = masked.slice(0, shownLength).toWellFormed()
  return text.length > scannedLength || masked.length > shownLength ? `${shown}…` : shown
}

/** A nested value is not written out, since its depth could exceed the stack. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

function maskMatch(match: string): string {
  const digits = match.replace(/[\s\p{Pd}\p{Ps}\p{Pe}]/gu, '')
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
