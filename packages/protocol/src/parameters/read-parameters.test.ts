import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../../../wire-examples/read-wire-example.ts'
import { anyText } from '../testing/any-text.ts'
import { type ReadParameters, writeUrlencoded } from './parameters.ts'
import { readParameters } from './read-parameters.ts'

const encoder = new TextEncoder()
const form = 'application/x-www-form-urlencoded'

function read(
  queryString: string,
  body: string | Uint8Array = '',
  contentType: string | undefined = form,
): ReadParameters {
  return readParameters({
    queryString,
    contentType,
    body: typeof body === 'string' ? encoder.encode(body) : body,
  })
}

function readOf(...parameters: readonly (readonly [string, string])[]): ReadParameters {
  return { kind: 'read', parameters: new Map(parameters) }
}

it.each(wireExampleNames)('reads the parameters that %s sends', (name) => {
  const { queryString, headers, body, parameters } = readWireExample(name)
  // The body of a batch contains calls, not parameters.
  const own = headers.get('content-type')?.startsWith('text/plain') === true ? new Uint8Array(0) : body
  expect(readParameters({ queryString, contentType: headers.get('content-type'), body: own })).toEqual({
    kind: 'read',
    parameters,
  })
})

describe('urlencoded text', () => {
  it('merges query string and body; one SDK sends every parameter twice', () => {
    expect(read('a=1&b=2', 'b=2&c=3')).toEqual(readOf(['a', '1'], ['b', '2'], ['c', '3']))
  })

  it('reports a name with two values in query and body', () => {
    expect(read('a=1&b=2', 'b=3&a=4')).toEqual({
      kind: 'conflicting',
      name: 'b',
      parameters: new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    })
    expect(read('a=1&a=2')).toMatchObject({ kind: 'conflicting', name: 'a' })
  })

  it.each([
    ['a=1+2%2B3', 'a', '1 2+3'],
    ['a=%E6%BB%A1', 'a', '满'],
    ['a=%e6%bb%a1', 'a', '满'],
    ['a=满', 'a', '满'],
    ['a', 'a', ''],
    ['a=', 'a', ''],
    ['a=b=c', 'a', 'b=c'],
    ['&&a=1&', 'a', '1'],
    ['a%5B%5D=1', 'a[]', '1'],
    ['__proto__=1', '__proto__', '1'],
    ['=1', '', '1'],
    ['a=100%', 'a', '100%'],
    ['a=%zz%41', 'a', '%zzA'],
    ['a=%ff%e6%bb%a1', 'a', '\ufffd满'],
    ['a=%e6%bb+x', 'a', '\ufffd x'],
    ['a=%00', 'a', '\0'],
    ['a=%', 'a', '%'],
    ['a=%4', 'a', '%4'],
    ['a=%%41%4g', 'a', '%A%4g'],
    ['a=1%26b%3D2', 'a', '1&b=2'],
    ['a%3Db=1', 'a=b', '1'],
    ['满=%e6%bb%a1减', '满', '满减'],
    ['a=%ef%bb%bf1', 'a', '\ufeff1'],
  ])('reads %s', (text, name, value) => {
    expect(read('', text)).toEqual(readOf([name, value]))
  })

  it('decodes bytes that are not UTF-8 to U+FFFD', () => {
    expect(read('', Uint8Array.of(0x61, 0x3d, 0xc2, 0xfa))).toEqual(readOf(['a', '\ufffd\ufffd']))
  })

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), anyText()), (parameters) => {
        expect(read('', writeUrlencoded(parameters))).toEqual(readOf(...Object.entries(parameters)))
      }),
    )
  })

  it('never throws, for any bytes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uint8Array(),
        fc.constantFrom(form, 'multipart/form-data; boundary=a', 'application/json', 'text/plain'),
        (query, body, type) => {
          expect(['read', 'conflicting', 'unreadable']).toContain(read(query, body, type).kind)
        },
      ),
    )
  })

  it('accepts a thousand parameters and not one more', () => {
    const names = Array.from({ length: 1001 }, (_, index) => `n${index}=1`)
    expect(read('', names.slice(1).join('&')).kind).toBe('read')
    expect(read('', names.join('&'))).toMatchObject({ kind: 'unreadable', reason: { zh: '参数超过1000个' } })
    expect(read('a=1&'.repeat(1001)).kind).toBe('unreadable')
  })
})

describe('content types', () => {
  it.each([undefined, '', 'www-form-urlencoded', 'APPLICATION/X-WWW-FORM-URLENCODED; charset=UTF-8'])(
    'reads a body of type %j as urlencoded',
    (contentType) => {
      expect(readParameters({ queryString: '', contentType, body: encoder.encode('a=1') })).toEqual(readOf(['a', '1']))
    },
  )

  it.each(['text/plain;charset=UTF-8', 'text/xml', 'application/xml', 'application/octet-stream', 'application/jsonp'])(
    'does not leave a body of type %s unread without a word',
    (type) => {
      expect(read('b=2', 'a=1', type)).toMatchObject({
        kind: 'unreadable',
        reason: {
          zh: `不读取 Content-Type 为 ${type} 的请求体，应为 application/x-www-form-urlencoded、multipart/form-data 或 application/json`,
        },
        parameters: new Map([['b', '2']]),
      })
      expect(read('b=2', '', type)).toEqual(readOf(['b', '2']))
    },
  )

  it('shortens an arbitrary content type in its message', () => {
    const read = readParameters({ queryString: '', contentType: `x/${'药'.repeat(9_000)}`, body: encoder.encode('a') })
    expect(read).toMatchObject({ kind: 'unreadable', reason: { zh: expect.stringMatching(/为 x\/\?{58} 的/) } })
  })
})

describe('JSON bodies', () => {
  const json = 'application/json;charset=utf-8'

  it.each<[body: string, parameters: readonly (readonly [string, string])[]]>([
    ['{}', []],
    [' {\r\n} ', []],
    ['{"a":"1"}', [['a', '1']]],
    [
      '{"query_d_t_o":{"page_size":10, "b":["}",{"c":"\\"]"}]}}',
      [['query_d_t_o', '{"page_size":10, "b":["}",{"c":"\\"]"}]}']],
    ],
    [
      '{ "a" : [1,2] , "b" : null , "c" : true , "d" : -1.5e3 }',
      [
        ['a', '[1,2]'],
        ['c', 'true'],
        ['d', '-1.5e3'],
      ],
    ],
    ['{"n":12345678901234567890}', [['n', '12345678901234567890']]],
    ['{"a\\u003db":"\\u6ee1\\/\\n"}', [['a=b', '满/\n']]],
    ['{"__proto__":"1"}', [['__proto__', '1']]],
  ])('reads the members of %s', (body, parameters) => {
    expect(read('v=2.0', body, json)).toEqual({
      kind: 'read',
      parameters: new Map([['v', '2.0'], ...parameters]),
      signed: { parameters: new Map([['v', '2.0']]), body },
    })
  })

  it.each([
    '[]',
    '"a"',
    'a=1',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1',
    '{"a":1,}',
    '{"a":1}x',
    '{"a":1 "b":2}',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":NaN}',
    '{"a":"x',
    '{"a":{"b":1}',
    '{"a":[1}',
    '{"a":"\n"}',
  ])('refuses %s, which is not a JSON object', (body) => {
    expect(read('', body, json)).toMatchObject({
      kind: 'unreadable',
      reason: { zh: 'Content-Type 为 application/json 的请求体不是合法的JSON对象' },
    })
  })

  it('accepts a name in query and body only with equal values', () => {
    expect(read('a=1', '{"a":"1"}', json)).toMatchObject({ kind: 'read', parameters: new Map([['a', '1']]) })
    expect(read('a=1', '{"a":"2"}', json)).toMatchObject({ kind: 'conflicting', name: 'a' })
    expect(read('', '{"a":1,"a":2}', json)).toMatchObject({ kind: 'conflicting', name: 'a' })
  })

  it('accepts a thousand members and not one more', () => {
    const members = Array.from({ length: 1001 }, (_, n) => `"n${n}":1`)
    expect(read('', `{${members.slice(1).join(',')}}`, json).kind).toBe('read')
    expect(read('', `{${members.join(',')}}`, json)).toMatchObject({
      kind: 'unreadable',
      reason: { zh: '参数超过1000个' },
    })
  })

  it('reads any object like JSON.parse', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const input = read('', JSON.stringify(object, null, 1), json)
        const expected = Object.entries(object).filter(([, value]) => value !== null)
        expect(input.kind).toBe('read')
        if (input.kind === 'unreadable') return
        expect([...input.parameters.keys()].toSorted()).toEqual(expected.map(([name]) => name).toSorted())
        for (const [name, value] of expected) {
          const text = input.parameters.get(name) ?? ''
          expect(typeof value === 'string' ? text : JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        }
      }),
    )
  })
})

describe('multipart bodies', () => {
  const lines = (...texts: readonly string[]): string => texts.join('\r\n')
  const type = 'multipart/form-data; boundary=--------------------------123'
  const mark = '----------------------------123'

  it('reads the format of the Node.js SDK', () => {
    const body = lines(
      mark,
      'Content-Disposition: form-data; name="app_key"',
      '',
      '12345678',
      mark,
      'Content-Disposition: form-data; name="query_d_t_o"',
      '',
      '{"channel":"线下门店"}',
      `${mark}--`,
      '',
    )
    expect(read('', body, type)).toEqual(readOf(['app_key', '12345678'], ['query_d_t_o', '{"channel":"线下门店"}']))
  })

  it('reads the format of the Java and .NET SDKs: protocol parameters in the query, files ignored', () => {
    const body = lines(
      '',
      '--8d1f',
      'Content-Disposition:form-data;name="text"',
      'Content-Type:text/plain',
      '',
      'a\r\nb',
      '--8d1f',
      'Content-Disposition:form-data;name="image";filename="a.png"',
      'Content-Type:image/png',
      '',
      '\u0001',
      '--8d1f--',
      '',
    )
    const contentType = 'multipart/form-data;charset=UTF-8;boundary=8d1f'
    expect(read('v=2.0', body, contentType)).toEqual(readOf(['v', '2.0'], ['text', 'a\r\nb']))
  })

  it('reads the format of the Python SDK', () => {
    const body = lines(
      '--PYTHON_SDK_BOUNDARY',
      'Content-Disposition: form-data; name="a"',
      '',
      '',
      '--PYTHON_SDK_BOUNDARY',
      'Content-Disposition: file; name="f"; filename="x"',
      '',
      'y',
      '--PYTHON_SDK_BOUNDARY--',
    )
    expect(read('', body, 'multipart/form-data; boundary="PYTHON_SDK_BOUNDARY"')).toEqual(readOf(['a', '']))
  })

  const parametersOf = (method: string) => (method === 'm' ? new Set(['query_d_t_o']) : undefined)
  const withPart = (head: string) =>
    encoder.encode(
      lines(mark, 'Content-Disposition: form-data; name="method"', '', 'm', mark, head, '', '2', `${mark}--`),
    )
  const readPart = (head: string) =>
    readParameters({ queryString: '', contentType: type, body: withPart(head) }, { parametersOf })

  it.each([
    ['an image', 'Content-Disposition: form-data; name="image"; filename="a.png"'],
    ['a file of the Python SDK', 'Content-Disposition: file; name="f"; filename="x"'],
    ['a file with an encoded name', "Content-Disposition: form-data; name=f; filename*=utf-8''x"],
    ['a file without a name of its own', 'Content-Disposition: form-data; name="f"; filename=""'],
    [
      'a file whose own name looks like a parameter',
      'Content-Disposition: form-data; filename="a; name=query_d_t_o"; name="f"',
    ],
  ])('drops %s', (_what, head) => {
    expect(readPart(head)).toEqual(readOf(['method', 'm']))
  })

  it.each([
    ['named like a parameter of the method', 'form-data; name="query_d_t_o"; filename="q.json"', 'query_d_t_o'],
    ['named like a public parameter', 'form-data; name="session"; filename="s"', 'session'],
    ['of the Python SDK, named like a parameter', 'file; name="query_d_t_o"; filename="x"', 'query_d_t_o'],
    ['whose own name hides its name', 'form-data; filename="x; name=f"; name="query_d_t_o"', 'query_d_t_o'],
  ])('refuses a file %s', (_what, disposition, name) => {
    const head = `Content-Disposition: ${disposition}`
    expect(readPart(head)).toMatchObject({
      kind: 'unreadable',
      reason: { zh: `参数 ${name} 以文件部分传入，应为 multipart/form-data 中的文本部分` },
    })
    const request = { queryString: '', contentType: type, body: withPart(head) }
    expect(readParameters(request)).toEqual(readOf(['method', 'm']))
  })

  it('drops a file named like a parameter of another method', () => {
    const body = lines(mark, 'Content-Disposition: form-data; name="query_d_t_o"; filename="q"', '', '2', `${mark}--`)
    const request = { queryString: 'method=other', contentType: type, body: encoder.encode(body) }
    expect(readParameters(request, { parametersOf })).toEqual(readOf(['method', 'other']))
  })

  it.each([
    ['without a name', 'Content-Disposition: form-data'],
    ['with only a file name', 'Content-Disposition: form-data; filename="x"'],
    ['without a disposition', 'Content-Type: text/plain'],
  ])('refuses a part %s', (_what, head) => {
    expect(readPart(head)).toMatchObject({
      kind: 'unreadable',
      reason: { zh: 'multipart/form-data 中有一部分没有 name，无法确定它是哪个参数' },
    })
  })

  it('does not split at a line that only begins like the boundary', () => {
    const body = lines('--a', 'Content-Disposition: form-data; name=k', '', '--b\r\n-', '--a--')
    expect(read('', body, 'multipart/form-data; boundary=a')).toEqual(readOf(['k', '--b\r\n-']))
  })

  it('reports a missing boundary and a truncated body', () => {
    expect(read('', 'x', 'multipart/form-data')).toMatchObject({ kind: 'unreadable' })
    const broken = lines(mark, 'Content-Disposition: form-data; name="a"', '', '1')
    expect(read('', broken, type)).toMatchObject({
      kind: 'unreadable',
      reason: { zh: 'multipart/form-data 请求体不完整' },
    })
    expect(read('', 'no boundary at all', type).kind).toBe('unreadable')
  })

  it('accepts at most a thousand parts, including files', () => {
    const part = lines('--a', 'Content-Disposition: form-data; name="f"; filename="x"', '', '', '')
    expect(read('', `${part.repeat(1000)}--a--`, 'multipart/form-data; boundary=a').kind).toBe('read')
    expect(read('', `${part.repeat(1001)}--a--`, 'multipart/form-data; boundary=a')).toMatchObject({
      kind: 'unreadable',
      reason: { zh: '参数超过1000个' },
    })
  })
})
