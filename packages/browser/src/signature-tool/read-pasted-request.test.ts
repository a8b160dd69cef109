import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../../../wire-examples/read-wire-example.ts'
import { readPastedRequest } from './read-pasted-request.ts'

type Values = Readonly<Record<string, string>>

function parametersOf(pasted: string): Values {
  const { read } = readPastedRequest(pasted).readings[0] ?? {}
  if (read?.kind !== 'read') throw new Error(`not read: ${JSON.stringify(read)}`)
  return Object.fromEntries(read.parameters)
}

const call: Values = {
  method: 'taobao.time.get',
  timestamp: '2026-11-24 22:29:00',
  query: '{"channel":"线下+门店","a":"1&2"}',
}
const body = new URLSearchParams(call).toString()

describe('a curl command', () => {
  it.each<[promise: string, command: string]>([
    ['one body', `curl -X POST 'http://h/router/rest' -d '${body}'`],
    [
      'several bodies',
      `curl http://h/router/rest ${body
        .split('&')
        .map((pair) => `--data '${pair}'`)
        .join(' \\\n ')}`,
    ],
    ['options joined to their values', `curl -s -XPOST --data-raw='${body}' http://h/router/rest`],
    ['a clustered -G', `curl -sG http://h/router/rest -d '${body}'`],
    ['an address', `curl "http://h/router/rest?${body}"`],
    ['--url', `curl --url "http://h/router/rest?${body}" -o /dev/null --max-time 5`],
    [
      'encoding',
      `curl http://h/router/rest ${Object.entries(call)
        .map(([k, v]) => `--data-urlencode '${k}=${v}'`)
        .join(' ')}`,
    ],
    [
      'a form',
      `curl http://h/router/rest ${Object.entries(call)
        .map(([k, v]) => `-F '${k}=${v}'`)
        .join(' ')}`,
    ],
    ['Windows', `curl ^"http://h/router/rest^" ^\n  --data-raw ^"${body.replace(/[%&+]/g, '^$&')}^"`],
    ['a prompt before it', `$ curl http://h/router/rest -d "${body}"`],
  ])('with %s', (_promise, command) => {
    expect(parametersOf(command)).toEqual(call)
    expect(readPastedRequest(command)).toMatchObject({ kind: 'curl', path: '/router/rest', remarks: [] })
  })

  it('with its content in a file is reported', () => {
    const { remarks } = readPastedRequest('curl http://h/router/rest -d @body.txt -d v=2.0')
    expect(remarks.map(({ message }) => message.zh)).toEqual([expect.stringContaining('@body.txt 的内容在文件里')])
  })

  it('with another HTTP method or an unquoted & is reported', () => {
    const { remarks } = readPastedRequest('curl -X PUT http://h/router/rest?a=1&b=2')
    expect(remarks.map(({ level }) => level)).toEqual(['wrong', 'wrong'])
  })
})

describe('a raw request', () => {
  it.each(wireExampleNames)('%s is read as the gateway reads it', (name) => {
    const file = readFileSync(new URL(`../../../../wire-examples/${name}.txt`, import.meta.url), 'utf8')
    const text = file.slice(file.search(/^(?:GET|POST) /m), file.indexOf('\n----- decoded'))
    const example = readWireExample(name)
    expect(parametersOf(text)).toEqual(Object.fromEntries(example.parameters))
    expect(readPastedRequest(text).kind).toBe('http')
    if (example.path === '/router/batch') {
      expect(readPastedRequest(text).body).toBe(new TextDecoder().decode(example.body))
    }
  })

  it('may contain a complete address and a refused HTTP method', () => {
    const pasted = readPastedRequest('PUT https://h/router/rest?v=2.0 HTTP/1.1\nHost: h\n\n')
    expect(pasted).toMatchObject({ path: '/router/rest', queryString: 'v=2.0', remarks: [{ level: 'wrong' }] })
  })
})

describe('anything else', () => {
  const flat = Object.entries(call)
  it.each<[promise: string, text: string]>([
    ['an address', `https://h/router/rest?${body}`],
    ['an address and a body below it', `https://h/router/rest?method=taobao.time.get\n${body}`],
    ['an address, headers and a body', `Request URL: https://h/router/rest\nContent-Type: text/html\n\n${body}`],
    ['a path', `/router/rest?${body}`],
    ['a body', body],
    ['a decoded body', flat.map((pair) => pair.join('=')).join('&')],
    ['a decoded address', `https://h/router/rest?${flat.map((pair) => pair.join('=')).join('&')}`],
    ['one parameter a line', flat.map((pair) => pair.join('=')).join('\n')],
    ['one parameter a line, with colons', flat.map((pair) => pair.join(': ')).join('\r\n')],
    ['JSON', JSON.stringify(call, null, 2)],
    ['a map of Java', `{${flat.map((pair) => pair.join('=')).join(', ')}}`],
    ['an array of PHP', `Array\n(\n${flat.map(([name, value]) => `    [${name}] => ${value}\n`).join('')})`],
  ])('%s', (_promise, text) => {
    expect(parametersOf(text)).toEqual(call)
  })

  it('without parameters gives none', () => {
    expect(readPastedRequest('').readings.map(({ read }) => read)).toContainEqual({
      kind: 'read',
      parameters: new Map(),
    })
  })
})
