/**
 * A JSON string literal of a text, quotes included: raw UTF-8, `/` not escaped. Lone surrogates become U+FFFD, since
 * several parsers refuse a whole answer for one (and one SDK misreads `\u` escapes).
 */
export function jsonText(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text.toWellFormed())
}

/** The same without the quotes around it. */
export function jsonTextInside(text: string): string {
  return isPlain(text) ? text : JSON.stringify(text.toWellFormed()).slice(1, -1)
}

/** Most texts need no escaping; telling so by a plain loop costs a third of JSON.stringify on short texts. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0xd800) return false
  }
  return true
}
