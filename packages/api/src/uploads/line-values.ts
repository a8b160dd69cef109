/** Parses a line of newline-delimited JSON; undefined if it is not a JSON object. */
export function parseLine(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * A member of such an object as text; `null` is blank.
 * @returns undefined for objects, booleans, and numbers that JSON parsers round, such as long card numbers
 */
export function lineText(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value !== 'number' || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined
  const text = String(value)
  return /^-?\d{1,16}(\.\d{1,4})?$/.test(text) ? text : undefined
}
