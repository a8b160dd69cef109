import { type ErrorName, type ErrorRow, errors } from './errors.ts'

/** A row of the error table with its name. */
export type KnownError = Readonly<{ name: ErrorName; row: ErrorRow }>

const known: readonly KnownError[] = Object.entries(errors).map(([name, row]) => ({ name: name as ErrorName, row }))

/** The row of an error of the gateway. Of rows that share a code it is the one with the sub code, without one the first. */
export function findError(code: number | undefined, subCode: string | undefined): KnownError | undefined {
  const rows = known.filter(({ row }) => row.code === code)
  return rows.find(({ row }) => row.subCode === subCode) ?? rows[0]
}
