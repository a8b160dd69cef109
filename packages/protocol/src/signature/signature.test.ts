import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../../../wire-examples/read-wire-example.ts'
import { anyText } from '../testing/any-text.ts'
import { baseString, type SignMethod, sign, signMethodOf, signParameters, verifySignature } from './signature.ts'

const secret = 'helloworld'
const methods: readonly SignMethod[] = ['md5', 'hmac', 'hmac-sha256', 'md5-prefix']

/** The example of the platform's own documentation (docs/reference/top-protocol.md, 2.1, V1). */
const documented = {
  app_key: '12345678',
  fields: 'num_iid,title,nick,price,num',
  format: 'json',
  method: 'taobao.item.seller.get',
  num_iid: '11223344',
  session: 'test',
  timestamp: '2016-01-01 12:00:00',
  v: '2.0',
}

describe('the documented example', () => {
  it.each([
    ['md5', '66987CB115214E59E6EC978214934FB8'],
    ['hmac', 'D56D7858309C31B6251083A874D48273'],
    ['hmac-sha256', '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8'],
  ] as const)('has the documented %s signature', (method, signature) => {
    expect(signParameters({ parameters: documented, secret, method })).toEqual({
      ...documented,
      sign_method: method,
      sign: signature,
    })
  })

  it('is signed with the secret in front only if it has no sign_method', () => {
    const { sign: signature, ...sent } = signParameters({ parameters: documented, secret, method: 'md5-prefix' })
    expect(sent).toEqual(documented)
    expect(signature).toBe(
      sign('md5-prefix', secret, baseString(new Map(Object.entries(documented)), { blank: 'signed' })),
    )
    expect(signature).not.toBe(
      sign('md5', secret, baseString(new Map(Object.entries(documented)), { blank: 'signed' })),
    )
  })
})

describe('a wire example', () => {
  it.each(wireExampleNames)('%s has the base string its SDK signed, and verifies', (name) => {
    const example = readWireExample(name)
    const isBatch = example.path === '/router/batch'
    const body = isBatch ? new TextDecoder().decode(example.body) : ''
    const blank = example.hasSignedBlanks ? 'signed' : 'skipped'
    const signed = baseString(example.parameters, { blank, body })
    expect(baseString(example.parameters, { blank: 'skipped', body })).toBe(example.baseString)
    expect(sign(signMethodOf(example.parameters) ?? 'md5', secret, signed)).toBe(example.parameters.get('sign'))
    expect(verifySignature({ parameters: example.parameters, secret, body })).toBe(true)
    expect(verifySignature({ parameters: example.parameters, secret: 'helloworlD', body })).toBe(false)
  })

  it('is refused when the body of its batch was changed', () => {
    const { parameters } = readWireExample('java-batch')
    expect(verifySignature({ parameters, secret, body: 'N' })).toBe(false)
  })
})

describe('baseString', () => {
  it('sorts names by their UTF-8 bytes', () => {
    const names = ['z', '\u{1f600}', '\uff5e', 'Z', '满', 'a', 'ab']
    const base = baseString(new Map(names.map((name) => [name, ''])), { blank: 'signed' })
    expect(base).toBe('Zaabz满\uff5e\u{1f600}')
  })

  it('leaves out sign, but not names that begin with it', () => {
    const parameters = new Map([
      ['sign', 'X'],
      ['sign_method', 'md5'],
    ])
    expect(baseString(parameters, { blank: 'signed' })).toBe('sign_methodmd5')
  })

  it('follows the blank policy', () => {
    const parameters = new Map([
      ['a', ''],
      ['b', ' '],
      ['c', '1'],
    ])
    expect(baseString(parameters, { blank: 'signed' })).toBe('ab c1')
    expect(baseString(parameters, { blank: 'empty-skipped' })).toBe('b c1')
    expect(baseString(parameters, { blank: 'skipped' })).toBe('c1')
  })
})

describe('verifySignature', () => {
  const blanks = new Map([
    ['app_key', '1'],
    ['empty', ''],
    ['space', ' '],
    ['sign_method', 'md5'],
  ])

  it.each(['signed', 'skipped', 'empty-skipped'] as const)('accepts blank values that were %s', (blank) => {
    const signature = sign('md5', secret, baseString(blanks, { blank }))
    expect(verifySignature({ parameters: new Map([...blanks, ['sign', signature]]), secret })).toBe(true)
  })

  it.each(methods)('accepts %s signatures in either case, and refuses changed calls', (method) => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), anyText()),
        fc.string({ minLength: 1 }),
        (parameters, key) => {
          const { sign_method: _, ...own } = parameters
          const signed = new Map(Object.entries(signParameters({ parameters: own, secret: key, method })))
          const lower = new Map([...signed, ['sign', signed.get('sign')?.toLowerCase() ?? '']])
          const changed = new Map([...signed, ['added', 'x']])
          expect(verifySignature({ parameters: signed, secret: key })).toBe(true)
          expect(verifySignature({ parameters: lower, secret: key })).toBe(true)
          expect(verifySignature({ parameters: changed, secret: key })).toBe(own['added'] === 'x')
        },
      ),
      { numRuns: 50 },
    )
  })

  it('refuses a signature with letters that become hexadecimal digits in upper case', () => {
    const written = Array.from({ length: 10_000 }, (_, place) => {
      return signParameters({ parameters: { ...documented, place: String(place) }, secret, method: 'md5' })
    })
    const ending = written.find(({ sign: signature = '' }) => signature.slice(0, 30).includes('FF')) ?? {}
    const disguised = `${(ending['sign'] ?? '').replace('FF', '\ufb00')}0`
    expect(disguised).toMatch(/\ufb00/)
    expect(verifySignature({ parameters: new Map(Object.entries({ ...ending, sign: disguised })), secret })).toBe(false)
  })

  it('refuses an absent or truncated signature and an unknown sign method', () => {
    const signed = signParameters({ parameters: documented, secret, method: 'md5' })
    const cut = { ...signed, sign: signed['sign']?.slice(0, -1) ?? '' }
    const { sign: _, ...unsigned } = signed
    expect(verifySignature({ parameters: new Map(Object.entries(unsigned)), secret })).toBe(false)
    expect(verifySignature({ parameters: new Map(Object.entries(cut)), secret })).toBe(false)
    expect(verifySignature({ parameters: new Map([...Object.entries(signed), ['sign_method', 'sha1']]), secret })).toBe(
      false,
    )
  })
})

describe('signMethodOf', () => {
  it.each([
    [undefined, 'md5-prefix'],
    ['', 'md5-prefix'],
    [' ', 'md5-prefix'],
    ['MD5', 'md5'],
    ['Hmac', 'hmac'],
    ['HMAC-SHA256', 'hmac-sha256'],
    ['sha1', undefined],
    ['md5-prefix', undefined],
  ])('reads sign_method %j as %j', (name, method) => {
    expect(signMethodOf(new Map(name === undefined ? [] : [['sign_method', name]]))).toBe(method)
  })
})
