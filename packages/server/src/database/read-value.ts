import type { SqlReader, SqlValue } from './sql-engine.ts'

/** Runs a statement that gives one value. @returns undefined when it gives no row */
export async function readValue(
  reader: Pick<SqlReader, 'one'>,
  text: string,
  values: readonly SqlValue[],
): Promise<SqlValue | undefined> {
  const [value] = (await reader.one(text, values)) ?? []
  return value
}
