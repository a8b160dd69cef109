import { spawnSync } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { signWebhook } from '@yaoquan/protocol'
import { parseSync } from 'rolldown/utils'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { publishedPackages } from '../../scripts/build/published-packages.ts'
import { parseCommandLine, wordsOf } from '../harness/parse-command-line.ts'
import { readHtml } from '../harness/site-crawl.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const folder = join(import.meta.dirname, '../../packages/server/src/site/documentation/guides')

type Block = Readonly<{ guide: string; language: string; code: string }>

function blocksOf(language: 'zh' | 'en'): readonly Block[] {
  return readdirSync(join(folder, language)).flatMap((file) => {
    const text = readFileSync(join(folder, language, file), 'utf8')
    return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', code = '']) => ({
      guide: `${language}/${file}`,
      language: kind,
      code,
    }))
  })
}

const blocks = blocksOf('zh')
const of = (...languages: readonly string[]): readonly Block[] =>
  blocks.filter(({ language }) => languages.includes(language))

test('both languages have the same guides with the same code', () => {
  expect(readdirSync(join(folder, 'en'))).toEqual(readdirSync(join(folder, 'zh')))
  expect(blocksOf('en').map(({ code }) => code)).toEqual(blocks.map(({ code }) => code))
})

test('every block of code is of a kind that is checked here, or plain text', () => {
  const kinds = ['json', 'js', 'ts', 'python', 'sh', 'plaintext']
  expect(blocks.filter(({ language }) => !kinds.includes(language))).toEqual([])
  expect(of('sh').length).toBeGreaterThan(8)
})

test.each(of('json'))('the JSON of $guide is JSON', ({ code }) => {
  expect(JSON.parse(code)).toBeTypeOf('object')
})

test.each(of('js', 'ts'))('the $language of $guide parses', ({ code, language }) => {
  expect(parseSync(`guide.${language}`, code).errors).toEqual([])
})

afterEach(() => vi.unstubAllEnvs())

const commands = of('sh').flatMap(({ guide, code }) =>
  code
    .split('\n')
    .filter((line) => line.startsWith('yaoquan '))
    .map((line) => ({ guide, line })),
)

/** What a guide exports holds for the commands after it. */
function exportsOf(guide: string): readonly (readonly [string, string])[] {
  const lines = of('sh').flatMap((block) => (block.guide === guide ? block.code.split('\n') : []))
  const words = lines.filter((line) => line.startsWith('export ')).flatMap((line) => wordsOf(line).slice(1))
  return words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])
}

test.each(commands)('the command line understands, in $guide: $line', async ({ guide, line }) => {
  for (const [name, value] of exportsOf(guide)) vi.stubEnv(name, serverUrlIn(value))
  await parseCommandLine(serverUrlIn(line))
})

test('the quick start packs the command and all it needs, and the client with what it needs', () => {
  const quickStart = of('sh').filter(({ guide }) => guide === 'zh/quick-start.md')
  const lines = quickStart.flatMap(({ code }) => code.split('\n'))
  const packed = lines
    .find((line) => line.startsWith('npm pack '))
    ?.split(' ')
    .slice(2)
  const needed = publishedPackages.filter(({ host }) => host === undefined)
  expect(packed).toEqual(needed.map(({ folder: name }) => `./packages/${name}/dist`))
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../packages/client/package.json'), 'utf8'))
  const tarballs = ['api', 'protocol', 'client'].map((name) => `./yaoquan-${name}-${version}.tgz`)
  expect(lines).toContain(`npm install ${tarballs.join(' ')}`)
})

describe('the check of a webhook', () => {
  const secret = 'whsec'
  const body = '{"seller_id":"111","events":[]}'
  const timestamp = String(Date.now())
  const signature = signWebhook({ secret, timestamp, body })

  test('in JavaScript takes what we send and nothing else', async () => {
    const code = of('js').find(({ guide }) => guide === 'zh/webhooks.md')?.code ?? ''
    const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
    const headers = { 'x-yaoquan-timestamp': timestamp, 'x-yaoquan-signature': signature }
    expect(isGenuine(secret, headers, body)).toBe(true)
    expect(isGenuine(secret, headers, `${body} `)).toBe(false)
    expect(isGenuine(secret, { ...headers, 'x-yaoquan-timestamp': '1000' }, body)).toBe(false)
  })

  const hasPython = spawnSync('python3', ['--version']).status === 0
  test.skipIf(!hasPython)('in Python does so too (skipped where python3 is not installed)', () => {
    const code = of('python')[0]?.code ?? ''
    const headers = JSON.stringify({ 'X-Yaoquan-Timestamp': timestamp, 'X-Yaoquan-Signature': signature })
    const calls = `print(is_genuine('${secret}', ${headers}, b'${body}'), is_genuine('${secret}', ${headers}, b'x'))`
    const run = spawnSync('python3', ['-c', `${code}\n${calls}`], { encoding: 'utf8' })
    expect(run.stdout.trim(), run.stderr).toBe('True False')
  })
})

describe('the worked signature', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  test('is what an independent MD5 gives, and the gateway accepts the request as the page shows it', async () => {
    const root = readHtml(await (await fetch(`${server.url}/docs/signature`)).text())
    const shown = root.querySelectorAll('pre').map((pre) => pre.textContent)
    const [base = '', signed = '', request = ''] = shown
    const signs = Object.fromEntries(
      root
        .querySelectorAll('table tbody tr')
        .map((row) => row.querySelectorAll('code').map((code) => code.textContent)),
    )
    expect(signed).toBe(`helloworld${base}helloworld`)
    expect(signs.md5).toBe(createHash('md5').update(signed).digest('hex').toUpperCase())
    const other = base.replace('sign_methodmd5', 'sign_methodhmac-sha256')
    expect(signs['hmac-sha256']).toBe(createHmac('sha256', 'helloworld').update(other).digest('hex').toUpperCase())
    const [, body = ''] = request.split('\n\n')
    const answer = await fetch(`${server.url}/router/rest`, { method: 'POST', body: new URLSearchParams(body) })
    expect(await answer.json()).toHaveProperty('alibaba_alihealth_nr_crm_coupon_querycoupon_response')
  })
})

function serverUrlIn(text: string): string {
  return text.replaceAll('SERVER_URL', 'http://127.0.0.1:8080')
}
