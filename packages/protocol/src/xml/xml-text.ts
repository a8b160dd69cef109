/**
 * A text as XML element content: `&`, `<`, `>`, `"` escaped (the page's sample escapes quotes), `\r` as a character
 * reference because parsers turn it into `\n`. Characters that XML 1.0 forbids are dropped, lone surrogates become U+FFFD.
 */
export function xmlText(text: string): string {
  return isPlain(text) ? text : escaped(text.toWellFormed())
}

/** Most texts need no escaping. Tab and line feed, though allowed, are left to `escaped`. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit >= 0xd800 || unit === 0x22 || unit === 0x26 || unit === 0x3c || unit === 0x3e) return false
  }
  return true
}

/** By hand, because the same with a regular expression takes twice as long. */
function escaped(text: string): string {
  let out = ''
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const replacement = replacementOf(text.charCodeAt(index))
    if (replacement === undefined) continue
    out += text.slice(start, index) + replacement
    start = index + 1
  }
  return out + text.slice(start)
}

/** @returns undefined for a character that stays as it is */
function replacementOf(unit: number): string | undefined {
  switch (unit) {
    case 0x22:
      return '&quot;'
    case 0x26:
      return '&amp;'
    case 0x3c:
      return '&lt;'
    case 0x3e:
      return '&gt;'
    case 0x0d:
      return '&#13;'
    case 0x09:
    case 0x0a:
      return undefined
    default:
      return unit < 0x20 || unit >= 0xfffe ? '' : undefined
  }
}
