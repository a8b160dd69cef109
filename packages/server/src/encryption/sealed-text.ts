import type { SqlValue } from '#database/sql-engine'

/** An unambiguous text of a list of values: each is preceded by its length, so nothing can move from one value into the next. */
export function sealedText(values: readonly SqlValue[]): string {
  let text = ''
  for (const value of values) {
    if (value === null) text += '-;'
    else {
      const member = value instanceof Uint8Array ? hexOf(value) : String(value)
      text += `${member.length}:${member};`
    }
  }
  return `${text}\n`
}

/** Without copying the bytes, since it runs with every write. */
function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
