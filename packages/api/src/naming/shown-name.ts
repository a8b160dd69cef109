/** Words and a short number: neither a phone or card nor, with rare exceptions, a secret. */
const plainName = /^(?=.{1,32}$)[A-Za-z_][A-Za-z_.-]*\d{0,2}$/

/**
 * Formats the name of an unknown member for an error text or a log line. A caller may have put a value in its place, so
 * it is shown only if it is of letters, `_`, `-` and `.`, with two digits at most after them.
 * @returns the name, or `…`
 */
export function shownName(name: string): string {
  return plainName.test(name) ? name : '…'
}
