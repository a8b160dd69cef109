import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../harness/run-cli.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-cli-audit-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function json(args: readonly string[]) {
  const run = await runCli([...args, '--json'])
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

test('finds a store intact, and names what was altered and by which row', async () => {
  const copy = join(folder, 'altered')
  const own = ['--data', copy, '--seller', '111']
  await runCli(['chain', 'create', ...own, '--name', 'x'])
  const file = join(folder, 'audit.csv')
  await writeFile(file, 'coupon_code\na1\na2\n')
  await runCli(['import', file, ...own, '--bearer'])
  const whole = { intact: true, sellers: [{ seller_id: '111', intact: true, events: 3 }], findings: [] }
  expect(await json(['audit', 'verify', '--data', copy])).toMatchObject(whole)
  const intact = await runCli(['audit', 'verify', ...own])
  expect([intact.code, intact.stdout]).toEqual([0, expect.stringMatching(/^完好：连锁 111，共 3 个事件\n/)])
  const database = new Database(join(copy, 'yaoquan.db'))
  database.exec("UPDATE chain_event SET actor = 'operator:nobody' WHERE kind = 'issued'")
  database.close()
  const broken = await runCli(['audit', 'verify', ...own, '--json'])
  expect([broken.code, broken.stderr]).toEqual([1, expect.stringMatching(/^yaoquan: 发现 1 处改动或缺失/)])
  const finding = { seller_id: '111', table: 'chain_event', key: 'event 2 to 3', problem: 'altered' }
  expect(JSON.parse(broken.stdout)).toMatchObject({ intact: false, findings: [finding] })
})

test('proves that the history goes on from a checkpoint kept elsewhere', async () => {
  const own = ['--data', join(folder, 'checkpointed')]
  const file = join(folder, 'checkpoint.json')
  await runCli(['chain', 'create', ...own, '--seller', '111', '--name', 'x'])
  expect(await runCli(['audit', 'checkpoint', ...own, '--out', file])).toMatchObject({ code: 0 })
  expect(await runCli(['audit', 'checkpoint', ...own, '--out', file])).toMatchObject({ code: 1 })
  expect(await json(['audit', 'verify', ...own, '--checkpoint', file])).toMatchObject({ checkpoint: 'contained' })
  const coupons = join(folder, 'since.csv')
  await writeFile(coupons, 'coupon_code\ns1\ns2\n')
  await runCli(['import', coupons, ...own, '--seller', '111', '--bearer'])
  const since = await runCli(['audit', 'verify', ...own, '--since', file])
  expect([since.code, since.stdout.trim().split('\n')]).toEqual([
    0,
    expect.arrayContaining(['完好：连锁 111，第 1 个事件之后的 2 个事件']),
  ])
  expect(since.stdout).toMatch(/\n未读取：\S+Z 以来未改动的数据行\n$/)
  const both = await runCli(['audit', 'verify', ...own, '--since', file, '--checkpoint', file])
  expect([both.code, both.stdout]).toEqual([2, ''])
  const other = ['--data', join(folder, 'altered'), '--checkpoint', file]
  const refused = await runCli(['audit', 'verify', ...other, '--json'])
  expect([refused.code, JSON.parse(refused.stdout).checkpoint]).toEqual([1, 'not_of_this_store'])
})

test('says so when there is no such chain', async () => {
  const run = await runCli(['audit', 'verify', '--data', join(folder, 'checkpointed'), '--seller', '999'])
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('连锁 999 不存在')])
})

test('limits the time only of an audit that can be continued, and says what it read', async () => {
  const own = ['--data', join(folder, 'turns')]
  const file = join(folder, 'turns.audit')
  await runCli(['seller', 'create', ...own, '--seller', '111', '--name', 'x'])
  const turn = ['audit', 'verify', ...own, '--resume', file]
  const alone = await runCli(['audit', 'verify', ...own, '--for', '1s'])
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--resume')])
  const whole = await runCli([...turn, '--for', '1h'])
  expect([whole.code, whole.stdout]).toEqual([
    0,
    expect.stringMatching(/^完好：连锁 111，共 1 个事件\n.* 读取了 \d+ 行\n/),
  ])
})
