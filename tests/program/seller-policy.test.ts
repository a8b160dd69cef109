import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'

let folder = ''
let store: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-policy-'))
  store = ['--data', folder, '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const policy = (...args: readonly string[]) => runCli(['policy', ...args, ...store])

async function json(...args: readonly string[]): Promise<unknown> {
  const run = await policy(...args, '--json')
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stderr}`)
  return JSON.parse(run.stdout)
}

const newSeller = {
  seller_id: '111',
  max_per_order: 5,
  threshold_base: 'original',
  insured: 'exclude_line',
  member_weekdays: [],
  member_days_of_month: [],
  rule_packs: [],
  template_approval: 'off',
  known_shops: 'on',
  order_numbers: 'off',
  second_person: 'off',
  issue_approval: 'off',
  version: 1,
  set_at: expect.stringMatching(/\+08:00$/),
}

it('a new seller has the default rules', async () => {
  expect(await json('get')).toEqual(newSeller)
  expect((await policy('get')).stdout).not.toContain('undefined')
})

it('sets rules one after the other, keeps the rest, and leaves an intact history', async () => {
  const set_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\+08:00$/)
  const rules = ['--max-per-order', '3', '--member-days-of-month', '28,8', '--rule-packs', 'rx-excluded']
  const first = { ...newSeller, max_per_order: 3, member_days_of_month: [8, 28], rule_packs: ['rx-excluded@1'] }
  expect(await json('set', ...rules)).toEqual({ ...first, version: 2, set_at })
  expect(
    await json('set', '--member-days-of-month', 'off', '--insured', 'include', '--template-approval', 'on'),
  ).toEqual({
    ...first,
    member_days_of_month: [],
    insured: 'include',
    template_approval: 'on',
    version: 3,
    set_at,
  })
  const shown = await policy('get')
  expect(shown.stdout).toMatch(/^seller_id +111\nmax_per_order +3\nthreshold_base +original\ninsured +include\n/)
  expect(shown.stdout).toMatch(/^rule_packs +rx-excluded@1$/m)
  const verified = await runCli(['audit', 'verify', '--data', folder])
  expect([verified.code, verified.stderr]).toEqual([0, ''])
})

it('does a change once by its request number, and nothing else under it', async () => {
  const numbered = ['set', '--out-request-no', 'N1', '--max-per-order']
  const first = await json(...numbered, '7')
  expect(await json('set', '--max-per-order', '8')).toMatchObject({ max_per_order: 8 })
  expect(await json(...numbered, '7')).toEqual(first)
  expect(await json('get')).toMatchObject({ max_per_order: 8 })
  expect(await policy(...numbered, '9')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('该请求号已用于其他操作'),
  })
})

it.each([
  [['--max-per-order', '21'], '--max-per-order "21" 应为1到20之间的整数'],
  [['--insured', 'no'], '--insured "no" 应为 exclude_line、exclude_amount 或 include'],
  [['--member-weekdays', '8'], '--member-weekdays "8" 应为 1（周一）到 7（周日）'],
  [['--template-approval', 'yes'], '--template-approval "yes" 应为 on 或 off'],
  [['--known-shops', 'yes'], '--known-shops "yes" 应为 on 或 off'],
  [['--rule-packs', 'mine'], '现有 rx-excluded、special-price-excluded'],
  [[], '请给出要修改的规则'],
])('refuses %j with its rule, and changes nothing', async (args, message) => {
  const before = await json('get')
  const run = await policy('set', ...args)
  expect([run.code, run.stdout]).toEqual([2, ''])
  expect(run.stderr).toContain(message)
  expect(await json('get')).toEqual(before)
})

it('lists the rule packs with their rules', async () => {
  expect((await runCli(['policy', 'packs'])).stdout).toMatch(/^rx-excluded@1 +处方药不参与任何优惠券$/m)
  expect(JSON.parse((await runCli(['policy', 'packs', '--json'])).stdout)).toMatchObject({
    packs: [
      { pack: 'rx-excluded', version: 1, rules: [{ rule: 'rx', drugClasses: ['rx'] }] },
      { pack: 'special-price-excluded', version: 1 },
    ],
  })
})
