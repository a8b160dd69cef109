import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type CopiedExchange, readAnswerText } from './exchange.ts'

const packed = (text: string): CopiedExchange => ({
  verb: 'POST',
  path: '/router/rest',
  queryString: '',
  contentType: undefined,
  batchSeparator: undefined,
  coding: undefined,
  body: new Uint8Array(0),
  answerType: undefined,
  answerCoding: 'gzip',
  answer: new Uint8Array(gzipSync(text)),
})

it.each([
  ['unpacks to more than 1 MiB', ' '.repeat(2 ** 20 + 1)],
  ['has 150,000 objects', `{"a":[${'{},'.repeat(150_000)}{}]}`],
  ['has 150,000 numbers', `[${'1,'.repeat(150_000)}1]`],
  ['has 150,000 elements', `<r>${'<a/>'.repeat(150_000)}</r>`],
  ['is 150,000 lists deep', '['.repeat(150_000)],
])('leaves out an answer that %s, since a parser could exceed its heap', (_case, text) => {
  expect(readAnswerText(packed(text)).kind).toBe('large')
})

it('reads a long page, and tells a broken coding', () => {
  const page = JSON.stringify(
    Array.from({ length: 200 }, () => Object.fromEntries('abcdefghijklmnopqrstuv'.split('').entries())),
  )
  expect(readAnswerText(packed(page))).toEqual({ kind: 'read', text: page })
  expect(readAnswerText({ ...packed(page), answer: new Uint8Array(9) }).kind).toBe('unreadable')
})

it.each([
  ['a type without charset', undefined, 'gb18030'],
  ['a type that says so', 'text/xml; charset=GBK', 'gb18030'],
  ['UTF-8 without charset', undefined, 'utf-8'],
])('reads Chinese of %s', (_case, answerType, charset) => {
  const answer = charset === 'utf-8' ? Buffer.from('满减') : Buffer.from([0xc2, 0xfa, 0xbc, 0xf5])
  expect(readAnswerText({ answer: new Uint8Array(answer), answerType, answerCoding: undefined })).toEqual({
    kind: 'read',
    text: '满减',
  })
})

it('reads deflate without the head of zlib', () => {
  const answer = new Uint8Array(deflateRawSync('{"a":1}'))
  expect(readAnswerText({ ...packed(''), answer, answerCoding: 'deflate' })).toEqual({ kind: 'read', text: '{"a":1}' })
})
