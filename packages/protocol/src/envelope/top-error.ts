import { type ErrorName, type ErrorRow, errors } from '@yaoquan/api'

/** The content of an `error_response`, without its `request_id`. */
export type TopError = Readonly<{ code: number; msg: string; subCode?: string; subMsg?: string }>

/**
 * Builds an error from its row in the error table and fills in the `{placeholders}` of its texts.
 * @throws Error if a placeholder has no value, which is a bug of the caller
 */
export function topError(name: ErrorName, values: Readonly<Record<string, string | number>> = {}): TopError {
  const row: ErrorRow = errors[name]
  return {
    code: row.code,
    msg: fill(row.msg, values),
    ...(row.subCode === undefined ? {} : { subCode: row.subCode }),
    ...(row.subMsg === undefined ? {} : { subMsg: fill(row.subMsg, values) }),
  }
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
    const value = values[placeholder]
    if (value === undefined) throw new Error(`No value for {${placeholder}} of the error text "${template}"`)
    return String(value)
  })
}
