import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliServer, runCli, runCliAlone, serveCli } from '../harness/run-cli.ts'

const han = /\p{Script=Han}/u

let folder = ''
let server: CliServer
let gateway: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-language-'))
  const store = ['--data', join(folder, 'data'), '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', 'Kangmin'])
  const app = JSON.parse((await runCli(['app', 'create', ...store, '--name', 'ERP', '--json'])).stdout)
  server = await serveCli(['--data', join(folder, 'data')])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
  const file = join(folder, 'issue.csv')
  await writeFile(file, 'coupon_code,phone,end_date\nE1,18612255668,2099-12-31\nE2,,2099-12-31\n')
  expect(await runCli(['coupon', 'issue', file, '--bearer', ...gateway])).toMatchObject({ code: 0 })
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const english = (args: readonly string[]) => runCliAlone([...args, ...gateway], { YAOQUAN_LANG: 'en' })

it('prints results, tables and refusals in English alone', async () => {
  const held = await english(['coupon', 'hold', 'E1', '--order', 'SO-1'])
  expect(held.stdout).toMatch(/\nheld until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/)
  const refused = await english(['coupon', 'redeem', 'E1', '--order', 'SO-2'])
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/^yaoquan: .*order_id SO-1, time \d{4}-.*\(COUPON_HELD\)\n$/),
  ])
  const broken = await english(['member', 'show', '--phone', '186****5668'])
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('masked') })
  const upload = await english(['upload', join(folder, 'issue.csv'), '--bearer', '--channel', 'x'.repeat(65)])
  expect(upload).toMatchObject({ code: 1, stderr: expect.stringContaining('channel') })
  const searched = await english(['coupon', 'search'])
  const events = await english(['event', 'list'])
  const wrong = await english(['coupon', 'hold', 'E1'])
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("'--order, --order-id <text>' not specified"),
  })
  for (const run of [held, refused, broken, upload, searched, events, wrong])
    expect(`${run.stdout}${run.stderr}`).not.toMatch(han)
})

it('takes the language of the locale, and prints the same JSON in each', async () => {
  const search = ['coupon', 'search', '--json']
  const [zh, en] = await Promise.all([
    runCliAlone([...search, ...gateway], { YAOQUAN_LANG: 'zh' }),
    runCliAlone([...search, ...gateway], { YAOQUAN_LANG: '', LC_ALL: 'C', LC_MESSAGES: 'en_GB.UTF-8', LANG: 'zh_CN' }),
  ])
  const withoutId = (text: string) => ({ ...JSON.parse(text), request_id: undefined })
  expect(withoutId(en.stdout)).toEqual(withoutId(zh.stdout))
  const text = ['coupon', 'search', ...gateway]
  expect((await runCliAlone(text, { YAOQUAN_LANG: '', LC_ALL: 'C', LC_MESSAGES: 'en_GB.UTF-8' })).stdout).toContain(
    'last page',
  )
  expect((await runCliAlone(text, { YAOQUAN_LANG: '', LC_ALL: 'C.UTF-8', LANG: 'POSIX' })).stdout).toContain(
    '没有下一页',
  )
})

it('tries a write, and shows all pages of a list', async () => {
  const tried = await english(['coupon', 'void', 'E2', '--reason', 'test', '--dry-run'])
  expect(tried.stdout).toMatch(/\ndry run: nothing was written\n.*\nE2 +voided\n1 voided, 0 refused\n$/)
  expect((await english(['coupon', 'search', '--all'])).stdout).toMatch(/\nE2 .*\n2 in total\n$/)
})
