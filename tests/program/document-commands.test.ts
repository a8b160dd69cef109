import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xlsxFile } from '../../packages/server/src/testing/xlsx-file.ts'
import {
  commandsOf,
  documentPages,
  exceptionOf,
  exceptions,
  guides,
  pagesOfOtherTests,
  pagesWithCommands,
} from '../harness/document-commands.ts'
import { missingPrograms } from '../harness/missing-programs.ts'
import { wordsOf } from '../harness/parse-command-line.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

/** What a reader has: an empty folder, and the files that the pages name. */
let folder: string
/** Serves `./data` of the reader, from the first line of a page that starts it. */
let server: CliServer
let key: Readonly<{ app_key: string; app_secret: string }>

const coupon = (code: string, phone: string, card = '') =>
  `${code},11,满100减5,5,100,2026-01-01,2036-12-31,${phone},${card}`
const files: Readonly<Record<string, string | Buffer>> = {
  'coupons.csv': [
    '券码,模板编号,名称,面额,满,开始日期,结束日期,手机号,卡号',
    coupon('DOC1', '18612255668', '1231321111'),
    coupon('DOC2', '13800000002'),
    coupon('DOC3', '13800000003'),
    coupon('DOC4', '13800000004'),
  ].join('\n'),
  'shops.txt': '01\n02\n',
  'shops.csv': 'code,name\n01,一店\n02,二店\n',
  'categories.csv': 'code,name\n1001,感冒\n',
  'members.xlsx': xlsxFile([
    ['手机号', '姓名'],
    ['13800000009', '李雷'],
  ]),
  'coupons.ndjson':
    '{"coupon_code":"DOC9","coupon_id":"11","coupon_name":"券","coupon_amount":"5","order_amount":"100","start_date":"2026-01-01","end_date":"2036-12-31","phone":"13800000005"}\n',
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const data = ['--data', join(folder, 'data')]
  await runCli(['seller', 'create', ...data, '--seller', '111', '--name', '康民大药房'])
  const app = ['--name', 'all', '--seller', '111', '--preset', 'full', '--json']
  key = JSON.parse((await runCli(['app', 'create', ...data, ...app])).stdout)
  await runCli([
    'app',
    'create',
    ...data,
    '--app-key',
    '12345678',
    '--app-secret',
    'helloworld',
    '--allow-weak-secret',
    ...app,
  ])
  server = await serveCli([...data, '--log-level', 'info'])
  const template = { coupon_id: '11', coupon_name: '满100减5', kind: 'full_reduction', coupon_amount: '5' }
  const terms = { order_amount: '100', valid_from_day: 0, valid_to_day: 29, stock_total: 10_000 }
  writeFileSync(join(folder, '11.json'), JSON.stringify({ ...template, ...terms }))
  const saved = await yaoquan(['template', 'save', join(folder, '11.json')])
  if (saved.code !== 0) throw new Error(saved.stderr)
  for (const path of ['mnt', 'safe', 'var/lib/yaoquan', 'var/log/yaoquan'])
    mkdirSync(join(folder, path), { recursive: true })
})

afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function yaoquan(args: readonly string[]) {
  const { app_key, app_secret } = key
  return runCli(args, { YAOQUAN_URL: server.url, YAOQUAN_APP_KEY: app_key, YAOQUAN_APP_SECRET: app_secret })
}

/** Members of this run by the number that a page has. */
const members = new Map<string, string>()
const phones: Readonly<Record<string, string>> = { M1024: '18612255668', M1025: '13800000002', M1026: '13800000003' }

async function memberId(name: string): Promise<string> {
  const known = members.get(name)
  if (known !== undefined) return known
  const { stdout } = await yaoquan(['member', 'show', '--phone', phones[name] ?? '', '--json'])
  const [, id = ''] = /"member_id":\s*"([^"]+)"/.exec(stdout) ?? []
  members.set(name, id)
  return id
}

/** Puts what differs from run to run, and folders of this reader, into a line. */
async function adapted(line: string, page: string): Promise<string> {
  let text = line
    .replace(/^(?:[\d* ]+ )?(?:npx )?yaoquan /, '')
    .replaceAll(/SERVER_URL|http:\/\/127\.0\.0\.1:8080/g, server.url)
    .replace('--app-key K', `--app-key ${key.app_key}`)
    .replace('--app-secret S', `--app-secret ${key.app_secret}`)
    .replace(
      / \.\/(?:data|old)\b/,
      freshPages.has(page) ? ` ${join(folder, `of-${freshPages.get(page)}`)}` : ` ${join(folder, 'data')}`,
    )
    .replaceAll(/ \/srv\/yaoquan\b/g, ` ${join(folder, 'data')}`)
    .replace(' /mnt/copy', ` ${join(folder, 'restored')}`)
    .replaceAll(/ (?:\.\/|\/(?=mnt|safe|var))/g, ` ${folder}/`)
    .replaceAll(/ ([\w.]+\.(?:csv|xlsx|txt|json|html|ndjson))\b/g, ` ${folder}/$1`)
    .replace("'2026-11-24 22:29:00'", "'2099-01-01 00:00:00'")
  if (page.endsWith('retention.md')) text = text.replace('M1024', 'M1026')
  for (const name of new Set(text.match(/\bM102\d\b(?!\.)/g)))
    text = text.replaceAll(new RegExp(`\\b${name}\\b(?!\\.)`, 'g'), await memberId(name))
  if (/^member erase/.test(text) && !text.includes('--yes')) text += ' --yes'
  if (text.includes('unmerge 2048')) text = text.replace('2048', await lastSeq('member_merged'))
  if (text.includes('0123456789abcdef')) text = text.replace('0123456789abcdef', await session())
  // A restored store gets the key that was kept elsewhere.
  if (text.includes('restored --json'))
    copyFileSync(join(folder, 'data/master.key'), join(folder, 'restored/master.key'))
  for (const [, file = ''] of text.matchAll(/--out (\S+\.csv)/g)) rmSync(file, { force: true })
  if (text.includes('ids.txt')) writeFileSync(join(folder, 'ids.txt'), `${await memberId('M1025')}\n`)
  if (text.includes('yaoquan.log')) writeFileSync(join(folder, 'var/log/yaoquan/yaoquan.log'), server.stderr())
  return text
}

/** Pages whose reader begins anew, with the name of the folder. */
const freshPages = new Map<string, string>([
  ['README.md', 'readme'],
  [`${guides}/quick-start.md`, 'quick-start'],
  [`${guides}/changing-over.md`, 'changing-over'],
  [`${guides}/migrating.md`, 'migrating'],
  ['packages/cli/README.md', 'cli'],
])

async function lastSeq(kind: string): Promise<string> {
  const { stdout } = await yaoquan(['event', 'list', '--json'])
  return [...stdout.matchAll(new RegExp(`"event_seq":\\s*"?(\\d+)"?[^{}]*"kind":\\s*"${kind}"`, 'g'))].at(-1)?.[1] ?? ''
}

async function session(): Promise<string> {
  const { stdout } = await yaoquan(['session', 'list', '--data', join(folder, 'data'), '--json'])
  return /"session_id":\s*"([^"]+)"/.exec(stdout)?.[1] ?? stdout
}

const run = documentPages.map((page) => ({
  page,
  title: page.replace(guides, 'guides'),
  lines: commandsOf(page).filter((line) => exceptionOf(page, line) === undefined),
}))

test('every page with commands is read here, and every exception still excepts something', () => {
  const missing = pagesWithCommands().filter(
    (page) => ![...documentPages, ...pagesOfOtherTests].some((one) => one === page),
  )
  expect(missing).toEqual([])
  const all = documentPages.flatMap((page) => commandsOf(page).map((line) => ({ page, line })))
  const needless = exceptions.filter(
    ({ page, lines }) => !all.some((one) => lines.test(one.line) && (page ?? one.page) === one.page),
  )
  expect(needless.map(({ reason }) => reason)).toEqual([])
  expect(run.flatMap(({ lines }) => lines).length).toBeGreaterThan(90)
})

const lacking = missingPrograms(['bash', 'curl', 'openssl'])
const skips = lacking.length > 0 ? ` (those of a shell skipped without ${lacking.join(', ')})` : ''

test.each(run.filter(({ lines }) => lines.length > 0))(
  `every command of $title works, in order${skips}`,
  async ({ page, lines }) => {
    if (page.endsWith('migrating.md'))
      await runCli(['seller', 'create', '--data', join(folder, 'of-migrating'), '--seller', '111', '--name', '店'])
    const faults: string[] = []
    const script = lines.filter((line) => !isYaoquan(line))
    if (script.length > 0 && lacking.length === 0)
      await runScript(script.join('\n').replaceAll('http://127.0.0.1:8080', server.url))
    for (const line of lines.filter(isYaoquan)) {
      const text = await adapted(line, page)
      const words = wordsOf(text)
      if (words[0] === 'serve') {
        const flags = words.slice(1).filter((word, at, all) => word !== '--port' && all[at - 1] !== '--port')
        await (await serveCli(flags)).stop()
        continue
      }
      const { code, stderr } = await yaoquan(words)
      if (code !== 0) faults.push(`${line}\n  as ${text}\n  ${code}: ${stderr.slice(0, 400)}`)
    }
    expect(faults.join('\n')).toBe('')
  },
)

function isYaoquan(line: string): boolean {
  return /^(?:[\d* ]+ )?(?:npx )?yaoquan /.test(line)
}

/** What is typed into a shell: the upload with openssl and curl. @throws if a program fails or the server refuses */
async function runScript(script: string): Promise<void> {
  const env = { PATH: process.env['PATH'], URL: server.url, APP_KEY: key.app_key, APP_SECRET: key.app_secret }
  const { stdout } = await promisify(execFile)('bash', ['-ec', script], { cwd: folder, env })
  if (script.includes('/upload/')) expect(stdout).toContain('"success":true')
}
