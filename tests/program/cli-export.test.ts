import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, type RawCoupon } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { type CliRun, runCli, runCliAlone, startCli } from '../harness/run-cli.ts'
import type { Administration } from '../harness/test-server.ts'

let folder = ''
let dataDir = ''
let administration: Administration

const named: readonly RawCoupon[] = [
  {
    couponCode: '111aaa',
    couponName: '满199减99',
    phone: '18612255668',
    channel: 'erp',
    couponId: '11',
    shop: '01,02',
  },
  {
    couponCode: '111aab',
    couponName: '=1+1',
    phone: '13900001111',
    cardNo: '1231321111',
    channel: 'wechat',
    couponId: '12',
    status: '1',
  },
  {
    couponCode: '111aac',
    couponName: '春节🧧券',
    attribute: 'a\n"b"',
    channel: 'erp',
    couponId: '11',
    endDate: '2018-11-11',
  },
]
const manyRows = 12_000

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-export-'))
  dataDir = join(folder, 'data')
  administration = await openAdministration({ dataDir })
  for (const sellerId of ['111', '222', '333', '444', '555'])
    await administration.createSeller({ sellerId, name: sellerId })
  await administration.importCoupons({ sellerId: '111', rows: named })
  const texts = { couponName: '满199减99', description: '全场通用'.repeat(50), phone: '18612255668' }
  for (let start = 0; start < manyRows; start += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, n) => ({
      ...texts,
      couponCode: `M${start + n}`,
      couponId: n % 10 ? '1' : '2',
    }))
    await administration.importCoupons({ sellerId: '333', rows })
  }
})

afterAll(async () => {
  await administration.close()
  await rm(folder, { recursive: true, force: true })
})

function exportOf(seller: string, ...options: readonly string[]): Promise<CliRun> {
  return runCli(['export', '--data', dataDir, '--seller', seller, ...options])
}

const header =
  'coupon_code,coupon_id,coupon_name,status,channel,phone,card_no,coupon_amount,order_amount,start_date,end_date,bill_date,describe,shop,category,attribute\n'

it('prints CSV in the columns of import, phones masked, and no value that a spreadsheet would run', async () => {
  const { code, stdout, stderr } = await exportOf('111')
  expect(code).toBe(0)
  expect(stdout).toBe(
    `${header}111aaa,11,满199减99,0,erp,186****5668,,,,,,,,"01,02",,\n` +
      "111aab,12,'=1+1,1,wechat,139****1111,12****11,,,,,,,,,\n" +
      '111aac,11,春节🧧券,2,erp,,,,,,2018-11-11,,,,,"a\n""b"""\n',
  )
  expect(stderr).toBe('')
})

it('prints NDJSON with whole phones when asked to', async () => {
  const { stdout } = await exportOf('111', '--format', 'ndjson', '--with-phones')
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { coupon_code: '111aaa', phone: '18612255668', shop: '01,02', status: '0' },
    { coupon_code: '111aab', phone: '13900001111', card_no: '1231321111', status: '1' },
    { coupon_code: '111aac', attribute: 'a\n"b"', status: '2' },
  ])
})

it.each([
  [
    ['--channel', 'erp'],
    ['111aaa', '111aac'],
  ],
  [['--phone', '186 1225 5668'], ['111aaa']],
  [['--template', '11', '--status', '0'], ['111aaa']],
  [['--status', '1'], ['111aab']],
  [
    ['--shop', '02'],
    ['111aaa', '111aab', '111aac'],
  ],
  [['--end-to', '2018-12-31'], ['111aac']],
])('exports only what meets %j', async (filters, codes) => {
  const { stdout } = await exportOf('111', '--format', 'ndjson', ...filters)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).coupon_code),
  ).toEqual(codes)
})

it('writes for Excel what import reads back', async () => {
  const out = join(folder, 'excel.csv')
  expect(await exportOf('111', '--excel', '--with-phones', '--out', out)).toMatchObject({ code: 0, stderr: '' })
  const text = await readFile(out, 'utf8')
  expect(text.startsWith('\ufeffcoupon_code')).toBe(true)
  expect(text).toContain(",'=1+1,")
  expect(await runCli(['import', out, '--data', dataDir, '--seller', '222', '--bearer'])).toMatchObject({ code: 0 })
  const [from, to] = [await exportOf('111', '--with-phones'), await exportOf('222', '--with-phones')]
  expect(to.stdout).toBe(from.stdout)
})

it('writes an .xlsx file that import reads back', async () => {
  const out = join(folder, 'sheet.xlsx')
  const run = await exportOf('111', '--format', 'xlsx', '--with-phones', '--out', out)
  expect(run).toMatchObject({ code: 0, stdout: `exported 3 rows to ${out}\n` })
  await runCli(['seller', 'create', '--data', dataDir, '--seller', '777', '--name', '康民'])
  expect(await runCli(['import', out, '--data', dataDir, '--seller', '777', '--bearer'])).toMatchObject({ code: 0 })
  const [from, to] = [await exportOf('111', '--with-phones'), await exportOf('777', '--with-phones')]
  expect(to.stdout).toBe(from.stdout)
})

it('is refused by import row by row when it is masked, in either format', async () => {
  for (const format of ['csv', 'ndjson']) {
    const out = join(folder, `masked.${format}`)
    expect(await exportOf('111', '--format', format, '--out', out)).toMatchObject({ code: 0 })
    const refused = await runCli(['import', out, '--data', dataDir, '--seller', '444'])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('行未导入')])
    expect(await readFile(`${out}.errors.csv`, 'utf8')).toMatch(/phone 186\*{4}5668 是打码的号码/)
    expect((await exportOf('444')).stdout).not.toContain('****')
  }
})

it('is recorded as an event of the seller when its phones are full, before the first row', async () => {
  await exportOf('555')
  await exportOf('555', '--with-phones', '--phone', '18612255668', '--template', '11')
  const store = await openStore({ dataDir })
  const { events } = await store.eventReader.listEvents({ sellerId: '555', afterSeq: 0, limit: 10 })
  const verdict = await store.eventAuditor.verifyChain('555')
  await store.close()
  const [, ...told] = events
  expect(told).toMatchObject([{ kind: 'exported', actor: 'operator:export' }])
  expect(JSON.parse(told[0]?.after ?? '')).toEqual({ phones: 'full', filters: ['couponId', 'phone'] })
  expect(verdict).toMatchObject({ kind: 'intact' })
})

it('writes GBK, and names line, code and field of a character that GBK lacks, leaving no file', async () => {
  const out = join(folder, 'gbk.csv')
  const refused = await exportOf('111', '--encoding', 'gbk', '--out', out)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/^yaoquan: 第 4 行（券码 111aac）的 coupon_name 含有GBK没有的字符 U\+1F9E7/)
  expect((await readdir(folder)).filter((name) => name.startsWith('gbk.csv'))).toEqual([])
  const run = await exportOf('111', '--encoding', 'gbk', '--replace-unmappable', '--out', out, '--json')
  expect(JSON.parse(run.stdout)).toEqual({ rows: 3, replaced: 1, out })
  const text = new TextDecoder('gbk').decode(await readFile(out))
  expect(text).toContain('满199减99')
  expect(text).toContain('春节?券')
})

it('never replaces a character of a code', async () => {
  await administration.importCoupons({ sellerId: '222', rows: [{ couponCode: '券🧧' }] })
  const run = await exportOf('222', '--encoding', 'gbk', '--replace-unmappable')
  expect([run.code, run.stderr]).toEqual([1, expect.stringMatching(/^yaoquan: .*coupon_code/)])
})

it('keeps a file that stands, and refuses what makes no sense', async () => {
  const out = join(folder, 'stands.csv')
  await writeFile(out, 'mine')
  expect(await exportOf('111', '--out', out)).toMatchObject({ code: 1, stderr: expect.stringMatching(/已存在/) })
  expect(await readFile(out, 'utf8')).toBe('mine')
  for (const options of [
    ['--json'],
    ['--format', 'ndjson', '--encoding', 'gbk'],
    ['--format', 'ndjson', '--excel'],
    ['--used-from', '2026-02-30'],
  ]) {
    expect(await exportOf('111', ...options)).toMatchObject({ code: 2, stdout: '' })
  }
  expect(await exportOf('666')).toMatchObject({ code: 1, stderr: expect.stringMatching(/连锁 666 不存在/) })
})

it('writes many blocks, each coupon once and in order, readable by its owner alone', async () => {
  const out = join(folder, 'many.csv')
  expect(await exportOf('333', '--out', out)).toMatchObject({
    code: 0,
    stdout: `exported ${manyRows} rows to ${out}\n`,
  })
  const codes = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0])
  expect(codes).toEqual(Array.from({ length: manyRows }, (_, n) => `M${n}`))
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  const ofTemplate = await exportOf('333', '--template', '2', '--format', 'ndjson')
  expect(ofTemplate.stdout.trimEnd().split('\n')).toHaveLength(manyRows / 10)
})

it.each([
  ['export', '--seller', '333'],
  ['seller', 'list'],
  ['app', 'list'],
  ['audit', 'verify', '--seller', '333'],
  ['key', 'status'],
])('%s %s ends as a process of its own, with all that it prints', async (...args) => {
  const line = [...args, '--data', dataDir]
  const { code, stdout } = await runCliAlone(line)
  const inOneProcess = await runCli(line)
  expect([code, withoutTimes(stdout)]).toEqual([0, withoutTimes(inOneProcess.stdout)])
  if (args[0] === 'export') expect(stdout.split('\n')).toHaveLength(manyRows + 2)
})

/** An audit says when it began and ended. */
const withoutTimes = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'T')

it('waits for a slow reader, and leaves no file under its name when it is killed', async () => {
  const slow = startCli(['export', '--data', dataDir, '--seller', '333'])
  await once(slow.stdout ?? slow, 'readable')
  expect(slow.exitCode).toBe(null)
  slow.kill('SIGKILL')
  await once(slow, 'close')
  const out = join(folder, 'killed.csv')
  const preload = { NODE_OPTIONS: `--import ${new URL('../harness/kill-before-rename.ts', import.meta.url)}` }
  const child = startCli(['export', '--data', dataDir, '--seller', '333', '--out', out], preload)
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
  const left = (await readdir(folder)).filter((name) => name.startsWith('killed.csv'))
  expect(left).toEqual([expect.stringMatching(/^killed\.csv\..+/)])
})

it('leaves out what is issued while it runs', async () => {
  const blocks = administration.exportCoupons({ sellerId: '333', filter: {} })
  const codes: (string | undefined)[] = []
  let issued = 0
  for await (const block of blocks) {
    codes.push(...block.map(({ couponCode }) => couponCode))
    issued += 1
    await administration.importCoupons({ sellerId: '333', rows: [{ couponCode: `LATE${issued}` }] })
  }
  expect(codes).toEqual(Array.from({ length: manyRows }, (_, n) => `M${n}`))
  expect(issued).toBe(manyRows / 1_000)
})
