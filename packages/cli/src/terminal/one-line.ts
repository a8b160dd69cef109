/** Makes untrusted text safe for one line of a terminal: control characters, including line breaks, become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
