import type { Fields, ValuesOf } from '@yaoquan/api'
import { isJsonObject, jsonValue, parseJson } from '../encodings/json.ts'
import { decodeValues, Mismatch } from './decode-json-response.ts'

/** Builds a writer of newline-delimited JSON: it turns values into one line, including its line break. */
export function jsonLine<const F extends Fields>(fields: F): (values: ValuesOf<F>) => string {
  const write = jsonValue({ kind: 'object', wire: '', required: true, typeName: '', description, fields }, 'plain')
  return (values) => `${write(values)}\n`
}

const description = { zh: '', en: '' }

/** Decodes one line of newline-delimited JSON by property name; undefined if it is not an object of these fields. */
export function decodeJsonLine<const F extends Fields>(fields: F, line: string): ValuesOf<F> | undefined {
  const object = parseJson(line)
  if (!isJsonObject(object)) return undefined
  const values = decodeValues(fields, object)
  return values instanceof Mismatch ? undefined : (values as ValuesOf<F>)
}
