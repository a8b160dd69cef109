import type { BoundStatement, SqlValue } from '#database/sql-engine'

type Statement = Pick<BoundStatement, 'text' | 'values'>

/**
 * Statements as one text that carries their values, to travel in one message. No `sql_mode` changes what a value means: texts of plain ASCII
 * are quoted, other texts and bytes are hexadecimal, so there is nothing to escape. Texts compare as the columns do
 * (docs/reference/engines.md, section 5).
 * @returns undefined where it would be longer
 * @throws RangeError for a number that is no safe integer, and for a text with another number of marks than values
 */
export function statementsText(statements: readonly Statement[], maxBytes: number): string | undefined {
  let joined = ''
  for (const statement of statements) {
    joined += `${joined === '' ? '' : ';'}${statementText(statement)}`
    // All of it is ASCII.
    if (joined.length > maxBytes) return undefined
  }
  return joined
}

function statementText({ text, values }: Statement): string {
  const pieces = text.split('?')
  if (pieces.length !== values.length + 1 || text.includes(';')) throw new RangeError(`not one statement: ${text}`)
  let joined = pieces[0] ?? ''
  for (const [place, value] of values.entries()) joined += literal(value) + (pieces[place + 1] ?? '')
  return joined
}

/** Without quotes, backslashes and what a proxy could take for the end of a statement. Empty texts are NULL in some modes. */
const plain = /^[\w {}[\]"#$%&()*+,./:<=>@^|~!-]+$/

function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return plain.test(value) ? `'${value}'` : hexadecimal(value)
  if (typeof value === 'object')
    return `x'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('a number that is not an integer')
  // Behind a minus of the statement, another one would begin a comment.
  return value < 0 ? `(${value})` : `${value}`
}

function hexadecimal(value: string): string {
  return `_utf8mb4 x'${Buffer.from(value).toString('hex')}' COLLATE utf8mb4_bin`
}
