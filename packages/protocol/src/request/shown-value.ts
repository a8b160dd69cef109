/** Enough to recognise a value by. */
const shownLength = 32

/** More than is shown, so that a phone number which is cut off by the limit is still recognised as one. */
const scannedLength = 128

const unprintable = /\p{C}/gu

/** Eleven digits like those of a mobile number, also in full width or set apart by blanks, dashes or brackets. */
const phone = /[1１][\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[3-9３-９](?:[\s\p{Pd}\p{Ps}\p{Pe}]{0,2}[0-9０-９]){9}/gu

/**
 * A value as it may be shown in an error text: at most 32 characters, phone numbers masked (`186****5668`), nothing that
 * could disturb a terminal or a log line.
 */
export function shownValue(value: unknown): string {
  const text = textOf(value)
  const masked = text.slice(0, scannedLength).replace(unprintable, '').replace(phone, maskPhone)
  const shown = masked.slice(0, shownLength).toWellFormed()
  return text.length > scannedLength || masked.length > shownLength ? `${shown}…` : shown
}

/** A nested value is only named: writing it out could be deeper than the stack. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

function maskPhone(match: string): string {
  const digits = match.replace(/[\s\p{Pd}\p{Ps}\p{Pe}]/gu, '')
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
