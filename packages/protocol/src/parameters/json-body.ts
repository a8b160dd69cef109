import { parseJson } from '../encodings/json.ts'
import { addParameter, type ParameterCollection } from './parameters.ts'

/**
 * Collects the members of a JSON object, which the Java SDK of 2021 sends as a body. Strings are decoded; objects,
 * lists, numbers and booleans keep their JSON text, so that long numbers lose no digits before the method's definition
 * decodes them; null counts as absent. Runs in linear time.
 */
export function readJsonBody(text: string, collection: ParameterCollection): void {
  if (!collectMembers(text, collection)) {
    collection.unreadable ??= {
      zh: 'Content-Type 为 application/json 的请求体不是合法的JSON对象',
      en: 'the body of Content-Type application/json is no valid JSON object',
    }
  }
}

/** @returns false if the text is not a JSON object, or has too many members */
function collectMembers(text: string, collection: ParameterCollection): boolean {
  let at = afterSpace(text, 0)
  if (text[at] !== '{') return false
  at = afterSpace(text, at + 1)
  if (text[at] === '}') return afterSpace(text, at + 1) === text.length
  for (;;) {
    const nameEnd = text[at] === '"' ? endOfText(text, at) : at
    const name = parsedText(text.slice(at, nameEnd))
    const colon = afterSpace(text, nameEnd)
    if (name === undefined || text[colon] !== ':') return false
    const start = afterSpace(text, colon + 1)
    const end = endOfValue(text, start)
    const value = memberText(text.slice(start, end))
    if (value === undefined) return false
    if (value !== null) addParameter(collection, name, value)
    at = afterSpace(text, end)
    if (text[at] === '}') return afterSpace(text, at + 1) === text.length
    if (text[at] !== ',' || collection.unreadable !== undefined) return false
    at = afterSpace(text, at + 1)
  }
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++
  return at
}

/** @param from index of the opening quote */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) return at + 1
    if (unit === backslash) at++
  }
  return text.length
}

function endOfValue(text: string, from: number): number {
  const first = text.charAt(from)
  if (first === '"') return endOfText(text, from)
  return first === '{' || first === '[' ? endOfNested(text, from) : endOfWord(text, from)
}

/** Counts both kinds of brackets together: whether they match is checked when the value is parsed. */
function endOfNested(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) at = endOfText(text, at) - 1
    else if (unit === brace || unit === bracket) depth++
    else if (unit === closingBrace || unit === closingBracket) {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

function endOfWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !', \t\r\n}'.includes(text.charAt(at))) at++
  return at
}

const quote = 0x22
const backslash = 0x5c
const bracket = 0x5b
const closingBracket = 0x5d
const brace = 0x7b
const closingBrace = 0x7d

/** @returns null for null, undefined if it is not a JSON value */
function memberText(json: string): string | null | undefined {
  const first = json.charAt(0)
  if (first === '"') return parsedText(json)
  if (first === '{') return json.endsWith('}') ? json : undefined
  if (first === '[') return json.endsWith(']') ? json : undefined
  if (json === 'null') return null
  return /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(json) ? json : undefined
}

function parsedText(json: string): string | undefined {
  const value = parseJson(json)
  return typeof value === 'string' ? value : undefined
}
