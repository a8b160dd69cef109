import type { SqlValue } from '#database/sql-engine'

/** One text for one list of values: each comes with its length, so that nothing can move from one into the next. */
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

/** Without copying the bytes, which runs with every write. */
function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
