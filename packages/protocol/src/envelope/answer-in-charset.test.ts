import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readXml } from '../xml/read-xml.ts'
import { answerInCharset } from './answer-in-charset.ts'

const encoder = new TextEncoder()
const gbk = new TextDecoder('gbk', { fatal: true })

it('returns an answer in UTF-8 unchanged', () => {
  const answer = encoder.encode('{"a":"满"}')
  expect(answerInCharset(answer, { encoding: 'json', charset: 'utf-8' })).toBe(answer)
})

it('writes JSON in GBK that parses to the same object', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const text = value.toWellFormed()
      const answer = answerInCharset(encoder.encode(JSON.stringify({ a: text })), { encoding: 'json', charset: 'gbk' })
      expect(JSON.parse(gbk.decode(answer))).toEqual({ a: text })
    }),
  )
})

it('writes XML in GBK that parses to the same text', () => {
  const text = '满é\u{1f600}€\u0080丂'
  const answer = encoder.encode(`<?xml version="1.0" encoding="utf-8" ?><a>${text}</a>`)
  const written = gbk.decode(answerInCharset(answer, { encoding: 'xml', charset: 'gbk' }))
  expect(written.startsWith('<?xml version="1.0" encoding="GBK" ?><a>满')).toBe(true)
  expect(readXml(written)).toMatchObject({ kind: 'read', root: { text } })
})
