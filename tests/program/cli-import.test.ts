import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CliRun, type CliServer, runCli, serveCli } from '../harness/run-cli.ts'

let folder = ''
let dataDir = ''
let server: CliServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-import-'))
  dataDir = join(folder, 'data')
  await runCli(['chain', 'create', '--data', dataDir, '--seller', '111', '--name', '康民大药房'])
  await runCli([
    ...['app', 'create', '--data', dataDir, '--name', 'ERP', '--seller', '111'],
    '--app-key',
    'k',
    '--app-secret',
    's',
    '--allow-weak-secret',
  ])
  server = await serveCli(['--data', dataDir])
})

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function importFile(name: string, content: string | Uint8Array, ...options: string[]): Promise<CliRun> {
  await writeFile(join(folder, name), content)
  return runCli(['import', join(folder, name), '--data', dataDir, '--seller', '111', ...options])
}

async function stored(couponCode: string): Promise<Record<string, string> | undefined> {
  const query = [
    'query',
    '--url',
    server.url,
    '--app-key',
    'k',
    '--app-secret',
    's',
    '--coupon-code',
    couponCode,
    '--json',
  ]
  return JSON.parse((await runCli(query)).stdout).coupons[0]
}

function csv(code: string): string {
  return `coupon_code,coupon_name,phone,attribute,shop\n${code},满199减99,18612255668,"{ ""a"":1 , ""b"":2 }","01,02"\n`
}

const expected = {
  coupon_name: '满199减99',
  phone: '18612255668',
  attribute: '{ "a":1 , "b":2 }',
  shop: '01,02',
  serller_id: '111',
  status: '0',
}

/** The bytes of `csv` in GBK: ASCII as it is, 满 and 减 as GB 2312 has them. */
function gbk(text: string): Uint8Array {
  const codes: Readonly<Record<string, readonly number[]>> = { 满: [0xc2, 0xfa], 减: [0xbc, 0xf5] }
  return Uint8Array.from([...text].flatMap((one) => codes[one] ?? [one.charCodeAt(0)]))
}

it.each([
  ['UTF-8', Buffer.from(csv('utf8')), 'utf8', []],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${csv('bom')}`), 'bom', []],
  ['UTF-16', Buffer.from(`\ufeff${csv('utf16').replaceAll('\n', '\r\n')}`, 'utf16le'), 'utf16', []],
  ['GBK', gbk(csv('gbk')), 'gbk', []],
  ['GBK named', gbk(csv('gbk2')), 'gbk2', ['--encoding', 'gbk']],
] as const)('imports a CSV file in %s and the running server answers with it', async (_, bytes, code, options) => {
  const { stdout, stderr, code: exit } = await importFile(`${code}.csv`, bytes, ...options)
  expect([exit, stdout, stderr]).toEqual([0, '已导入 1 行（新建 1，已有 0，有错误 0）\n', ''])
  expect(await stored(code)).toMatchObject(expected)
})

it.each(['rows.ndjson', 'rows.txt'])('imports newline-delimited JSON from %s', async (name) => {
  const { coupon_name, phone, attribute, shop } = expected
  const row = { coupon_code: `json-${name}`, coupon_name, phone: Number(phone), attribute, shop }
  expect(await importFile(name, `${JSON.stringify(row)}\n`)).toMatchObject({ code: 0 })
  expect(await stored(`json-${name}`)).toMatchObject(expected)
})

it('gives the channel to rows that name none', async () => {
  await importFile('channel.csv', 'coupon_code,channel\nch1,\nch2,till\n', '--channel', '小程序', '--bearer')
  expect([(await stored('ch1'))?.['channel'], (await stored('ch2'))?.['channel']]).toEqual(['小程序', 'till'])
})

it('changes nothing when it runs again, over several batches', async () => {
  const rows = Array.from({ length: 2_500 }, (_, n) => `again-${n},${13900000000 + (n % 50)}`)
  const text = `coupon_code,phone\n${rows.join('\n')}\n`
  const first = await importFile('again.csv', text, '--json')
  expect(JSON.parse(first.stdout)).toEqual({ rows: 2500, created: 2500, existing: 0, bad: 0 })
  expect(first.stderr).toMatch(/^已导入 1000 行（新建 1000，已有 0，有错误 0）\n/)
  const before = await stored('again-2499')
  const second = await importFile('again.csv', text, '--json')
  expect([second.code, JSON.parse(second.stdout)]).toEqual([0, { rows: 2500, created: 0, existing: 2500, bad: 0 }])
  expect(await stored('again-2499')).toEqual(before)
})

it('lists bad rows whole with all reasons, and imports the others', async () => {
  const rows = [
    'coupon_code,phone,coupon_amount,serller_id,start_date,end_date',
    'mixed-1,18612255668,99,111,2026-01-01,2026-12-31',
    'mixed-2,18612255668,九十九,111,2026-01-01,2026-12-31',
    'mixed-3,18612255668,99,222,2026-01-01,2026-12-31',
    ',18612255668,99,111,2026-01-01,2026-12-31',
    'mixed-5,18612255668,99,111,2026-02-30,2026-12-31',
    'mixed-6,18612255668',
    'mixed-7,18612255669,9.50,,,',
    'mixed-1,18612255668,98,111,2026-01-01,2026-12-31',
  ]
  const run = await importFile('mixed.csv', rows.join('\n'), '--json')
  const errorsFile = join(folder, 'mixed.csv.errors.csv')
  expect(run.code).toBe(1)
  expect(JSON.parse(run.stdout)).toEqual({ rows: 8, created: 2, existing: 0, bad: 6, errors_file: errorsFile })
  expect(run.stderr).toBe(`yaoquan: 6 行未导入，原因见 ${errorsFile}；改好后可直接导入该文件\n`)
  const list = await readFile(errorsFile, 'utf8')
  expect(
    list
      .replace(/^\ufeff/, '')
      .split('\r\n')
      .slice(0, -1),
  ).toEqual([
    `${rows[0]},未导入的原因`,
    expect.stringMatching(/^mixed-2,18612255668,九十九,111,2026-01-01,2026-12-31,第 3 行：coupon_amount /),
    expect.stringMatching(/^mixed-3,.*,第 4 行：serller_id /),
    expect.stringMatching(/^,18612255668,.*,第 5 行：coupon_code /),
    expect.stringMatching(/^mixed-5,.*,第 6 行：start_date /),
    'mixed-6,18612255668,,,,,第 7 行：有 2 列，表头有 6 列【这一行没有读取；改好后清空本格】',
    expect.stringMatching(/^mixed-1,.*,第 9 行：.*coupon_amount/),
  ])
  expect([await stored('mixed-1'), await stored('mixed-7')]).toMatchObject([
    { coupon_amount: '99' },
    { coupon_amount: '9.5', phone: '18612255669' },
  ])
})

it('calls a row bad whose code stands with other content, and leaves the list when nothing is bad any more', async () => {
  await importFile('conflict.csv', 'coupon_code,phone,card_no\nconf,18612255668,1\n')
  const conflict = await importFile('conflict.csv', 'coupon_code,phone,card_no\nconf,18612255669,2\n')
  expect(conflict.code).toBe(1)
  expect(await readFile(join(folder, 'conflict.csv.errors.csv'), 'utf8')).toMatch(
    /\nconf,18612255669,2,.*(phone.*card_no|card_no.*phone)/,
  )
  const again = await importFile('conflict.csv', 'coupon_code,phone,card_no\nconf,18612255668,1\n')
  expect(again.stdout).toContain('conflict.csv.errors.csv 是以前导入时的，没有改动')
  expect(existsSync(join(folder, 'conflict.csv.errors.csv'))).toBe(true)
  expect(await stored('conf')).toMatchObject({ phone: '18612255668', card_no: '1' })
})

it.each([
  ['an unknown column', 'coupon_code,colour\nx,red\n', /^yaoquan: .*"colour".*--ignore-unknown/],
  ['a header without the code', 'phone\n1\n', /^yaoquan: .*coupon_code/],
  ['an empty file', '', /^yaoquan: 文件是空的/],
  ['a quote that is never closed', 'coupon_code\n"x\n', /^yaoquan: .*第 2 行/],
  [
    'damaged UTF-8',
    Buffer.concat([Buffer.from('coupon_code,优惠券名称是满减\nx,'), Buffer.from([0xff])]),
    /^yaoquan: .*已损坏/,
  ],
])('refuses %s with one clear line', async (_, content, message) => {
  const { code, stdout, stderr } = await importFile('refused.csv', content)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it('reads Chinese separators of lists and days as Excel writes them, and says in how many rows', async () => {
  const rows = [
    'coupon_code,shop,category,start_date,describe',
    'typed-1,"01，02","10、11",2026/11/1,"全场、通用"',
    'typed-2,01,,2026/1/2,',
  ]
  const run = await importFile('typed.csv', rows.join('\n'), '--bearer')
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(run.stdout.split('\n')).toEqual([
    '已导入 2 行（新建 2，已有 0，有错误 0）',
    '“shop”：1 行已换写法，如 01，02 读作 01,02',
    '“category”：1 行已换写法，如 10、11 读作 10,11',
    '“start_date”：2 行已换写法，如 2026/11/1 读作 2026-11-01',
    '',
  ])
  const read = { shop: '01,02', category: '10,11', start_date: '2026-11-01', describe: '全场、通用' }
  expect(await stored('typed-1')).toMatchObject(read)
  const again = await importFile('typed.csv', rows.join('\n'), '--bearer', '--json')
  expect(JSON.parse(again.stdout)).toEqual({
    rows: 2,
    created: 0,
    existing: 2,
    bad: 0,
    read_differently: [
      { column: 'shop', as: 'list', rows: 1 },
      { column: 'category', as: 'list', rows: 1 },
      { column: 'start_date', as: 'day', rows: 2 },
    ],
  })
})

it('lists numbers that a spreadsheet damaged as bad rows', async () => {
  const rows = [
    'coupon_code,phone,card_no',
    'damaged-1,,6.22202E+18',
    'damaged-2,"=""13912345678""",',
    'damaged-3,1391234567,',
    'damaged-4,1.39123E+10,',
    'damaged-5,13912345678,6222021380013800123',
  ]
  const run = await importFile('damaged.csv', rows.join('\n'), '--json')
  expect(JSON.parse(run.stdout)).toMatchObject({ rows: 5, created: 1, bad: 4 })
  const list = await readFile(join(folder, 'damaged.csv.errors.csv'), 'utf8')
  expect(list).toMatch(/damaged-1,.*card_no 6\.22202E\+18/)
  expect(list).toMatch(/damaged-2,.*phone =""…""/)
  expect(list).toMatch(/damaged-3,.*phone 13\*\*\*\*67 只有 10 位数字/)
  expect(list).toMatch(/damaged-4,.*phone .*科学计数法 1\.39123E\+10/)
  const members = await importFile(
    'damaged-members.csv',
    'phone,card_no,birthday\n13912345678,6.22202E+18,\n13912345679,,1980/5/2\n',
    '--members',
    '--json',
  )
  expect(JSON.parse(members.stdout)).toMatchObject({ rows: 2, created: 1, bad: 1 })
})
