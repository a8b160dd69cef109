/**
 * A text as XML element content: `&`, `<`, `>`, `"` escaped (the page's sample escapes quotes), `\r` as a character
 * reference because parsers turn it into `\n`. Characters that XML 1.0 forbids are dropped, lone surrogates become U+FFFD.
 */
export function xmlText(text: string): string {
  return isPlain(text) ? text : escaped(text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const special = /[&<>"\r]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function escaped(text: string): string {
  return text.toWellFormed().replace(special, (character) => references[character] ?? '')
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit >= 0xd800 || unit === 0x22 || unit === 0x26 || unit === 0x3c || unit === 0x3e) return false
  }
  return true
}
