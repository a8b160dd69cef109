import { createHash } from 'node:crypto'
import { baseString, formatTimestamp, parseTimestamp } from '@yaoquan/protocol'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWireExample, type WireExample } from '../../wire-examples/read-wire-example.ts'
import { describeInBrowser, startBrowser, type TestBrowser, textOf, type WatchedPage } from '../harness/browser.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const decoder = new TextDecoder()

/** A request of a real SDK as it went over the wire. */
function rawText({ bytes }: WireExample): string {
  return decoder.decode(bytes)
}

function bodyText({ body }: WireExample): string {
  return decoder.decode(body)
}

/** The query string of the same call, signed over bytes in another encoding. */
function signedAsGbk({ parameters }: WireExample): string {
  const base = `${testApp.appSecret}${baseString(parameters, { blank: 'signed' })}${testApp.appSecret}`
  const sign = createHash('md5').update(iconv.encode(base, 'gbk')).digest('hex').toUpperCase()
  return new URLSearchParams({ ...Object.fromEntries(parameters), sign }).toString()
}

/** One decoded parameter a line, sent a second after it was signed. */
function sentLater({ parameters }: WireExample): string {
  const signedMs = parseTimestamp(parameters.get('timestamp') ?? '') ?? 0
  const sent = { ...Object.fromEntries(parameters), timestamp: formatTimestamp(signedMs + 1000) }
  return Object.entries(sent)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

const php = readWireExample('php-ascii-json')
const dotnet = readWireExample('dotnet-chinese-json')
const node = readWireExample('node-chinese-json')
const java = readWireExample('java-chinese-json')
const python = readWireExample('python2-ascii-json')

describeInBrowser('the signature tool', () => {
  let server: TestServer
  let browser: TestBrowser
  let opened: WatchedPage

  beforeAll(async () => {
    server = await startTestServer()
    browser = await startBrowser()
    opened = await browser.open(`${server.url}/tools/sign`)
  })

  afterAll(async () => {
    await opened?.close()
    await browser?.close()
    await server?.close()
  })

  async function check(pasted: string, secret: string = testApp.appSecret): Promise<void> {
    await opened.page.getByRole('button', { name: '清空' }).click()
    await opened.page.getByLabel('失败的请求').fill(pasted)
    await opened.page.getByLabel('AppSecret', { exact: true }).fill(secret)
    await opened.page.getByRole('button', { name: '检查' }).click()
  }

  const remarks = () => textOf(opened.page.locator('.remarks'))

  test.each<[promise: string, pasted: string, says: string]>([
    [
      'a session that was added after signing, in a captured request',
      rawText(php).replace('&v=2.0', '&v=2.0&session=sess-1'),
      '待签名串漏了参数 session',
    ],
    [
      'a sign_method that was changed after signing, in a body',
      bodyText(dotnet).replace('sign_method=hmac', 'sign_method=md5'),
      '签名时 sign_method 是 hmac，发送的却是 md5',
    ],
    [
      'a value encoded twice, in a curl command',
      `curl -X POST 'http://127.0.0.1/router/rest' \\\n  -d '${bodyText(node).replace(/query_d_t_o=[^&]*/, (pair) => pair.replaceAll('%', '%25'))}'`,
      '发送的值被URL编码了两次',
    ],
    [
      'a base string signed as GBK, in an address',
      `http://127.0.0.1/router/rest?${signedAsGbk(node)}`,
      '按GBK编码计算',
    ],
    ['a clock that was read twice, in decoded parameters', sentLater(java), '签名用的 timestamp 是 2026-11-24 22:'],
  ])('names %s', async (_promise, pasted, says) => {
    await check(pasted)
    expect(await remarks()).toContain(says)
    expect(await textOf(opened.page.locator('.diagnosis'))).toContain('正确的待签名串')
    expect(opened.faults).toEqual([])
  })

  test('advises to check the secret when it is another, and never shows it', async () => {
    await check(rawText(python), 'another-secret')
    expect(await remarks()).toContain('请核对AppSecret')
    expect(await textOf(opened.page.locator('.diagnosis'))).not.toContain('another-secret')
  })

  test('finds nothing wrong with the signature of a request that is right', async () => {
    await check(rawText(java))
    expect(await remarks()).toContain('签名正确')
  })

  test('marks the first difference from the base string of one’s own program', async () => {
    await check(rawText(python))
    await opened.page.getByText('和我的程序算出的待签名串比较').click()
    const own = baseString(python.parameters, { blank: 'signed' }).replace('formatjson', 'formatxml')
    await opened.page.getByLabel('我的待签名串').fill(own)
    await opened.page.getByText('你的待签名串与服务端的不同').waitFor()
    expect(await opened.page.locator('.difference mark').allInnerTexts()).toEqual(['json', 'xml'])
  })

  test('sends nothing of what is pasted', () => {
    expect(opened.requests.filter((request) => request.method() !== 'GET')).toEqual([])
    expect(opened.requests.map((request) => request.url()).join('\n')).not.toMatch(/sign=|secret/)
  })
})
