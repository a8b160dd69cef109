/** Text from elsewhere made safe for one line of a terminal: control characters, line breaks too, become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
