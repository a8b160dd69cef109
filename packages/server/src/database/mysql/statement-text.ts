import type { BoundStatement, SqlValue } from '#database/sql-engine'

/**
 * A statement as text that carries its values, so that several can travel in one message. No `sql_mode` changes what a value means: texts and
 * bytes are hexadecimal, so there is nothing to escape. Texts compare as the columns do (docs/reference/engines.md, section 5).
 * @throws RangeError for a number that is no safe integer, and for a text with another number of marks than values
 */
export function statementText({ text, values }: Pick<BoundStatement, 'text' | 'values'>): string {
  const pieces = text.split('?')
  if (pieces.length !== values.length + 1 || text.includes(';')) throw new RangeError(`not one statement: ${text}`)
  let joined = pieces[0] ?? ''
  for (const [place, value] of values.entries()) joined += literal(value) + (pieces[place + 1] ?? '')
  return joined
}

/** About as many bytes as `statementText` has; more where texts are ASCII. */
export function textSize({ text, values }: Pick<BoundStatement, 'text' | 'values'>): number {
  return values.reduce((size: number, value) => size + literalSize(value), text.length)
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `_utf8mb4 x'${Buffer.from(value).toString('hex')}' COLLATE utf8mb4_bin`
  if (typeof value === 'object')
    return `x'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('a number that is not an integer')
  // Behind a minus of the statement, another one would begin a comment.
  return value < 0 ? `(${value})` : `${value}`
}

function literalSize(value: SqlValue): number {
  if (typeof value === 'string') return 2 * Buffer.byteLength(value) + 36
  return value !== null && typeof value === 'object' ? 2 * value.byteLength + 3 : 12
}
