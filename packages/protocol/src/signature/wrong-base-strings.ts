import type { Text } from '@yaoquan/api'
import { isJsonObject, parseJson, unicodeEscaped } from '../encodings/json.ts'
import { type Parameters, publicParameters } from '../parameters/parameters.ts'
import { formatTimestamp, parseTimestamp } from '../timestamp/timestamp.ts'

/** A text, without the secret, that a mistaken caller signs instead of the base string. */
export type WrongBaseString = Readonly<{ message: Text; text: string }>

type Pair = readonly [name: string, value: string]

/** The base strings of known mistakes, the likeliest first. */
export function* wrongBaseStrings(
  call: Readonly<{ parameters: Parameters; body: string }>,
): Generator<WrongBaseString, void, undefined> {
  const signed = [...call.parameters].filter(([name]) => name !== 'sign')
  const sorted = [...signed].sort(([left], [right]) => (left < right ? -1 : 1))
  const join = (pairs: readonly Pair[]) => pairs.map(([name, value]) => name + value).join('') + call.body
  yield { message: messages.unsorted, text: join(signed) }
  yield { message: messages.equalsAndAmpersand, text: sorted.map((pair) => pair.join('=')).join('&') + call.body }
  yield { message: messages.equals, text: sorted.map((pair) => pair.join('=')).join('') + call.body }
  yield { message: messages.ampersand, text: sorted.map((pair) => pair.join('')).join('&') + call.body }
  for (const { message, change } of changedValues) {
    yield { message, text: join(sorted.map(([name, value]) => [name, change(value)])) }
  }
  yield { message: messages.lowerCase, text: join(sorted).toLowerCase() }
  if (call.body !== '') yield { message: messages.withoutBody, text: join(sorted).slice(0, -call.body.length) }
  yield { message: messages.commonOnly, text: join(sorted.filter(([name]) => publicParameters.has(name))) }
  for (const [name] of sorted) {
    yield { message: leftOut(name), text: join(sorted.filter(([other]) => other !== name)) }
  }
  for (const timestamp of nearbyTimestamps(call.parameters.get('timestamp'))) {
    const pairs = sorted.map(([name, value]): Pair => [name, name === 'timestamp' ? timestamp : value])
    yield { message: otherTimestamp(timestamp), text: join(pairs) }
  }
}

const messages = {
  unsorted: { zh: '参数没有按名称排序', en: 'The parameters were not sorted by name' },
  equalsAndAmpersand: { zh: '参数之间不应有 = 和 &', en: 'Join the parameters without = and &' },
  equals: { zh: '参数名与值之间不应有 =', en: 'Join name and value without =' },
  ampersand: { zh: '参数之间不应有 &', en: 'Join the parameters without &' },
  lowerCase: { zh: '待签名串被转成了小写', en: 'The base string was converted to lower case' },
  withoutBody: { zh: '批量调用的请求体没有参与签名', en: 'The body of the batch was not signed' },
  commonOnly: {
    zh: '只有公共参数参与了签名，业务参数也必须参与',
    en: 'Only the common parameters were signed; the business parameters must be signed too',
  },
} as const satisfies Record<string, Text>

const urlEncoded: Text = {
  zh: '待签名串中的值不应做URL编码',
  en: 'The values in the base string must not be URL-encoded',
}
const encodedTwice: Text = {
  zh: '发送的值被URL编码了两次，或编码后的文本又被当作值传给了HTTP库',
  en: 'The sent values are URL-encoded twice, or encoded text was passed to the HTTP library as a value',
}
const plusSent: Text = {
  zh: '值中的 + 没有编码为 %2B 就发送了，服务端把它解码成空格',
  en: 'A + in a value was sent without encoding it as %2B, so the server decoded it as a space',
}
const otherJson: Text = {
  zh: '签名时的JSON文本与发送的不同（空白或转义不一样）：请先生成一次文本，签名与发送都用它',
  en: 'The signed JSON text differs from the sent one (white space or escapes): build the text once and use it for both',
}

const changedValues: readonly Readonly<{ message: Text; change: (value: string) => string }>[] = [
  { message: urlEncoded, change: (value) => encodeURIComponent(value.toWellFormed()) },
  { message: urlEncoded, change: formEncoded },
  {
    message: { zh: '待签名串中的空格被去掉了', en: 'Spaces were removed from the base string' },
    change: (value) => value.replaceAll(' ', ''),
  },
  {
    message: { zh: '待签名串中的值被去掉了首尾空白', en: 'Values were trimmed in the base string' },
    change: (value) => value.trim(),
  },
  { message: plusSent, change: (value) => value.replaceAll(' ', '+') },
  { message: plusSent, change: (value) => (parseTimestamp(value) === undefined ? value.replaceAll(' ', '+') : value) },
  { message: encodedTwice, change: percentDecoded },
  { message: encodedTwice, change: (value) => percentDecoded(value.replaceAll('+', ' ')) },
  ...[compactJson, spacedJson].flatMap((change) => [
    { message: otherJson, change },
    { message: otherJson, change: (value: string) => asciiEscaped(change(value)) },
  ]),
]

function leftOut(name: string): Text {
  return { zh: `待签名串漏了参数 ${name}`, en: `The parameter ${name} was not signed` }
}

/** Timestamps of a caller that reads the clock once for the signature and again for the request. */
function nearbyTimestamps(sent: string | undefined): readonly string[] {
  const sentMs = parseTimestamp(sent ?? '')
  if (sentMs === undefined || !sent?.includes(' ')) return []
  return [-1, 1, -2, 2, -3, 3].map((seconds) => formatTimestamp(sentMs + seconds * 1000))
}

function otherTimestamp(timestamp: string): Text {
  return {
    zh: `签名用的 timestamp 是 ${timestamp}，与发送的不同：请只取一次时间`,
    en: `The signed timestamp is ${timestamp}, which differs from the sent one: read the clock once`,
  }
}

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice('v='.length)
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function compactJson(value: string): string {
  const parsed = parsedJson(value)
  return parsed === undefined ? value : JSON.stringify(parsed)
}

/** The format of Python's `json.dumps`. */
function spacedJson(value: string): string {
  const parsed = parsedJson(value)
  return parsed === undefined ? value : spaced(parsed)
}

function parsedJson(value: string): unknown {
  return /^\s*[{[]/.test(value) ? parseJson(value) : undefined
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`)
  return `{${members.join(', ')}}`
}

function asciiEscaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, unicodeEscaped)
}
