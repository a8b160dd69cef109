import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyText } from '../testing/any-text.ts'
import * as node from './digest-node.ts'
import * as web from './digest-web.ts'

const algorithm = fc.constantFrom('md5' as const, 'sha256' as const)
const text = anyText({ maxLength: 300 })

it('digests a text equally on Node.js and in browsers', () => {
  fc.assert(
    fc.property(algorithm, text, (name, data) => {
      expect(web.digestHex(name, data)).toBe(node.digestHex(name, data))
    }),
  )
})

it('digests lone surrogates equally on Node.js and in browsers', () => {
  expect(web.digestHex('md5', 'a\ud800b')).toBe(node.digestHex('md5', 'a\ud800b'))
})

it('digests bytes equally on Node.js and in browsers', () => {
  fc.assert(
    fc.property(algorithm, fc.uint8Array({ maxLength: 300 }), (name, data) => {
      expect(web.digestHex(name, data)).toBe(node.digestHex(name, data))
      expect(web.digestBinary(name, data)).toBe(node.digestBinary(name, data))
    }),
  )
})

it('digests the empty text', () => {
  expect(node.digestHex('md5', '')).toBe('d41d8cd98f00b204e9800998ecf8427e')
  expect(web.digestHex('sha256', '')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
