import type { Text } from '@yaoquan/api'
import type { Parameters } from '../parameters/parameters.ts'
import { publicParameters } from '../parameters/public-parameters.ts'
import { formatTimestamp, parseTimestamp } from '../timestamp/timestamp.ts'

/** A text that some caller would sign instead of the base string, without the secret. */
export type WrongBaseString = Readonly<{ says: Text; text: string }>

type Pair = readonly [name: string, value: string]

/** The base strings that callers are known to make by mistake, the likely ones first. */
export function* wrongBaseStrings(
  call: Readonly<{ parameters: Parameters; body: string }>,
): Generator<WrongBaseString, void, undefined> {
  const signed = [...call.parameters].filter(([name]) => name !== 'sign')
  const sorted = [...signed].sort(([left], [right]) => (left < right ? -1 : 1))
  const join = (pairs: readonly Pair[]) => pairs.map(([name, value]) => name + value).join('') + call.body
  yield { says: says.unsorted, text: join(signed) }
  yield { says: says.equalsAndAmpersand, text: sorted.map((pair) => pair.join('=')).join('&') + call.body }
  yield { says: says.equals, text: sorted.map((pair) => pair.join('=')).join('') + call.body }
  yield { says: says.ampersand, text: sorted.map((pair) => pair.join('')).join('&') + call.body }
  for (const { says: text, change } of changedValues) {
    yield { says: text, text: join(sorted.map(([name, value]) => [name, change(value)])) }
  }
  yield { says: says.lowerCase, text: join(sorted).toLowerCase() }
  if (call.body !== '') yield { says: says.withoutBody, text: join(sorted).slice(0, -call.body.length) }
  yield { says: says.commonOnly, text: join(sorted.filter(([name]) => publicParameters.has(name))) }
  for (const [name] of sorted) {
    yield { says: leftOut(name), text: join(sorted.filter(([other]) => other !== name)) }
  }
  for (const timestamp of nearbyTimestamps(call.parameters.get('timestamp'))) {
    const pairs = sorted.map(([name, value]): Pair => [name, name === 'timestamp' ? timestamp : value])
    yield { says: otherTimestamp(timestamp), text: join(pairs) }
  }
}

const says = {
  unsorted: { zh: '参数没有按名称排序', en: 'The parameters were not sorted by name' },
  equalsAndAmpersand: { zh: '参数之间不应有 = 和 &', en: 'No = and & belong between the parameters' },
  equals: { zh: '参数名与值之间不应有 =', en: 'No = belongs between name and value' },
  ampersand: { zh: '参数之间不应有 &', en: 'No & belongs between the parameters' },
  lowerCase: { zh: '待签名串被转成了小写', en: 'The base string was turned into lower case' },
  withoutBody: { zh: '批量调用的请求体没有参与签名', en: 'The body of the batch was not signed' },
  commonOnly: {
    zh: '只有公共参数参与了签名，业务参数也必须参与',
    en: 'Only the common parameters were signed; the business parameters must be too',
  },
} as const satisfies Record<string, Text>

const urlEncoded: Text = { zh: '待签名串中的值不应做URL编码', en: 'Values are signed as they are, not URL-encoded' }
const encodedTwice: Text = {
  zh: '发送的值被URL编码了两次，或编码后的文本又被当作值传给了HTTP库',
  en: 'The values that were sent are URL-encoded twice',
}
const plusSent: Text = {
  zh: '值中的 + 没有编码为 %2B 就发送了，服务端把它解码成空格',
  en: 'A + was sent unencoded (it must be %2B), so the server reads a space',
}
const otherJson: Text = {
  zh: '签名时的JSON文本与发送的不同（空白或转义不一样）：请先生成一次文本，签名与发送都用它',
  en: 'The JSON text that was signed differs from the one sent (spaces or escapes): make the text once and use it for both',
}

const changedValues: readonly Readonly<{ says: Text; change: (value: string) => string }>[] = [
  { says: urlEncoded, change: (value) => encodeURIComponent(value.toWellFormed()) },
  { says: urlEncoded, change: formEncoded },
  { says: { zh: '待签名串中的空格被去掉了', en: 'Spaces were dropped' }, change: (value) => value.replaceAll(' ', '') },
  {
    says: { zh: '待签名串中的值被去掉了首尾空白', en: 'White space around values was dropped' },
    change: (value) => value.trim(),
  },
  { says: plusSent, change: (value) => value.replaceAll(' ', '+') },
  { says: plusSent, change: (value) => (parseTimestamp(value) === undefined ? value.replaceAll(' ', '+') : value) },
  { says: encodedTwice, change: percentDecoded },
  { says: encodedTwice, change: (value) => percentDecoded(value.replaceAll('+', ' ')) },
  ...[compactJson, spacedJson].flatMap((change) => [
    { says: otherJson, change },
    { says: otherJson, change: (value: string) => asciiEscaped(change(value)) },
  ]),
]

function leftOut(name: string): Text {
  return { zh: `待签名串漏了参数 ${name}`, en: `The parameter ${name} was not signed` }
}

/** The clock was read once for the signature and once more for the request. */
function nearbyTimestamps(sent: string | undefined): readonly string[] {
  const sentMs = parseTimestamp(sent ?? '')
  if (sentMs === undefined || !sent?.includes(' ')) return []
  return [-1, 1, -2, 2, -3, 3].map((seconds) => formatTimestamp(sentMs + seconds * 1000))
}

function otherTimestamp(timestamp: string): Text {
  return {
    zh: `签名用的 timestamp 是 ${timestamp}，与发送的不同：请只取一次时间`,
    en: `The timestamp that was signed is ${timestamp}, another than the one sent: read the clock once`,
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

/** As `json.dumps` of Python writes by default. */
function spacedJson(value: string): string {
  const parsed = parsedJson(value)
  return parsed === undefined ? value : spaced(parsed)
}

function parsedJson(value: string): object | undefined {
  if (!/^\s*[{[]/.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`)
  return `{${members.join(', ')}}`
}

function asciiEscaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
