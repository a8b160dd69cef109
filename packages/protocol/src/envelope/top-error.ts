import { type ErrorName, type ErrorRow, errors } from '@yaoquan/api'

/** An error as it stands in an `error_response`, without its `request_id`. */
export type TopError = Readonly<{ code: number; msg: string; subCode?: string; subMsg?: string }>

/**
 * The error of that name, with the `{placeholders}` of its texts filled in.
 * @throws Error when a placeholder is left without a value: a mistake in the calling code
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
