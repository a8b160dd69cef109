import type { Fields, ValuesOf } from '@yaoquan/api'
import { jsonValue } from '../json/json-writer.ts'
import { decodeValues, isJsonObject, Mismatch } from './decode-values.ts'

/** A writer of objects as lines of newline-delimited JSON, each with its line break. */
export function jsonLine<const F extends Fields>(fields: F): (values: ValuesOf<F>) => string {
  const write = jsonValue({ kind: 'object', wire: '', required: true, typeName: '', description, fields }, 'plain')
  return (values) => `${write(values)}\n`
}

const description = { zh: '', en: '' }

export type DecodedLine<F extends Fields> = ValuesOf<F> | undefined

/** The values of one line by property name; undefined when it is no object of these fields. */
export function decodeJsonLine<const F extends Fields>(fields: F, line: string): DecodedLine<F> {
  const object = parse(line)
  if (!isJsonObject(object)) return undefined
  const values = decodeValues(fields, object)
  return values instanceof Mismatch ? undefined : (values as ValuesOf<F>)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
