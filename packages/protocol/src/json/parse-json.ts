import { isNestedTooDeep } from '@yaoquan/api'

export type JsonObject = Readonly<Record<string, unknown>>

/** Parses JSON from outside; undefined if the text is not JSON, or nested too deep. */
export function parseJson(text: string): unknown {
  if (isNestedTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether parsed JSON is an object, not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
