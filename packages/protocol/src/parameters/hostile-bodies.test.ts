import { expect, it } from 'vitest'
import { readParameters } from './read-parameters.ts'

const size = 2 * 1024 * 1024
const encoder = new TextEncoder()
const form = 'application/x-www-form-urlencoded'
const json = 'application/json'
const multipart = 'multipart/form-data; boundary=x'

function filled(unit: string): Uint8Array {
  return encoder.encode(unit.repeat(Math.ceil(size / unit.length))).subarray(0, size)
}

const notText = new Uint8Array(size).fill(0xff)
const head = '--x\r\ncontent-disposition: form-data'

/** Bodies whose parsing could take more than linear time. */
const bodies: readonly (readonly [name: string, contentType: string, body: Uint8Array])[] = [
  ['escapes of broken text', form, filled('%ffx')],
  ['escapes of broken text, one after the other', form, filled('%ff')],
  ['escapes of half a character', form, filled('%e6%bb+')],
  ['escapes of whole characters', form, filled('%E6%BB%A1')],
  ['percent signs', form, filled('%')],
  ['ampersands', form, filled('&')],
  ['equals signs', form, filled('=')],
  ['plus signs', form, filled('+')],
  ['short parameters', form, filled('%ff=%ff&')],
  ['bytes that are no text', form, notText],
  ['line breaks', multipart, filled('\r\n')],
  ['carriage returns', multipart, filled('\r')],
  ['line breaks and hyphens', multipart, filled('\r\n--')],
  ['empty parts', multipart, filled('\r\n--x\r\n\r\n\r\n')],
  [
    'lines almost like the boundary',
    `multipart/form-data; boundary=${'y'.repeat(60_000)}`,
    filled(`\r\n--${'y'.repeat(59_999)}`),
  ],
  ['a head of many lines', multipart, encoder.encode(`--x\r\n${'content-disposition:\r\n'.repeat(size / 22)}\r\n\r\n`)],
  ['a name that does not end', multipart, encoder.encode(`${head}; name="${'\\'.repeat(size)}\r\n\r\na\r\n--x--`)],
  ['open brackets', json, filled('{"a":'.concat('['.repeat(95)))],
  ['escaped quotes', json, encoder.encode(`{"a":"${'\\\\"'.repeat(size / 2)}"}`)],
  ['one list', json, encoder.encode(`{"a":[${'{},'.repeat(size / 3)}{}]}`)],
  ['many names', multipart, encoder.encode(`${head}${'; name="a'.repeat(size / 9)}\r\n\r\na\r\n--x--`)],
]

function timeOf(work: () => unknown): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

const enough = 12
const rounds = 20

/** @returns the time of the work relative to the baseline, the minimum of several rounds on a busy machine */
function ratioOf(work: () => unknown, yardstick: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds && least > enough; round += 1) {
    const yardstickMs = timeOf(yardstick)
    least = Math.min(least, timeOf(work) / yardstickMs)
  }
  return least
}

it.each(bodies)('reads 2 MB of %s in linear time', (_name, contentType, body) => {
  const decoder = new TextDecoder()
  const read = () => readParameters({ queryString: '', contentType, body })
  // Linear parsing has a ratio of 1 to 3, anything else 50 and more.
  expect(ratioOf(read, () => decoder.decode(notText))).toBeLessThan(enough)
})

it('refuses a part with an overlong head', () => {
  const long = `${head}; name="a"; x="${'y'.repeat(20_000)}"\r\n\r\n1\r\n--x--`
  expect(readParameters({ queryString: '', contentType: multipart, body: encoder.encode(long) })).toMatchObject({
    kind: 'unreadable',
    reason: { zh: 'multipart/form-data 的部分头超过16384字节' },
  })
})
