import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole, firstSignIn, signIn } from '../harness/console.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'

let folder: string
let server: ServerProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-operators-'))
  await runCli(['seller', 'create', '--data', folder, '--seller', '111', '--name', '康民大药房'])
  server = await startServerProcess(['--data', folder, '--trust-proxy', 'loopback'])
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const operator = (...args: readonly string[]) => runCli(['operator', ...args, '--data', folder])

async function json(...args: readonly string[]) {
  const { stdout, stderr } = await operator(...args, '--json')
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const named = ['--display-name', '张伟', '--seller', '111'] as const

it('creates, lists, resets, disables and grants beside a running server', async () => {
  const made = await json('create', 'zhang.wei', ...named, '--role', 'owner')
  expect(made).toEqual({
    name: 'zhang.wei',
    one_time_password: expect.stringMatching(/^(\w{4}-){3}\w{4}$/),
    valid_hours: 72,
  })
  const cookie = await firstSignIn(server.url, 'zhang.wei', made.one_time_password, 'a long enough one')
  const session = async () => (await askConsole(server.url, 'session', { verb: 'GET', cookie })).status
  expect(await json('grant', 'zhang.wei', '--seller', '111', '--role', 'shop_clerk', '--shop', '01')).toEqual({
    name: 'zhang.wei',
    seller_id: '111',
    role: 'shop_clerk',
    shops: ['01'],
  })
  expect((await json('list')).operators).toEqual([
    {
      name: 'zhang.wei',
      display_name: '张伟',
      enabled: true,
      totp: false,
      must_change_password: false,
      created_by: 'operator:cli',
      created_at: expect.any(String),
      roles: [{ seller_id: '111', role: 'shop_clerk', shops: ['01'] }],
    },
  ])
  expect(await session()).toBe(200)
  expect(await json('disable', 'zhang.wei')).toEqual({ name: 'zhang.wei', enabled: false, stopped_apps: [] })
  expect(await session()).toBe(401)
  await json('enable', 'zhang.wei')
  const reset = await json('reset', 'zhang.wei')
  await signIn(server.url, 'zhang.wei', reset.one_time_password)
  expect(await json('revoke', 'zhang.wei', '--seller', '111')).toMatchObject({ role: null })
})

it.each<[string, readonly string[], number, string]>([
  ['a name that is taken', ['create', 'zhang.wei', ...named, '--role', 'owner'], 1, '操作员 zhang.wei 已存在'],
  ['a name in capitals', ['create', 'Li', ...named, '--role', 'owner'], 2, '小写'],
  ['the name of a command', ['create', 'export', ...named, '--role', 'owner'], 2, '保留'],
  ['an unknown role', ['create', 'li', ...named, '--role', 'boss'], 2, 'owner'],
  ['a clerk without a shop', ['create', 'li', ...named, '--role', 'shop_clerk'], 2, '--shop'],
  ['an owner of a shop', ['create', 'li', ...named, '--role', 'owner', '--shop', '01'], 2, '--shop 只用于店员'],
  ['an unknown seller', ['grant', 'zhang.wei', '--seller', '999', '--role', 'owner'], 1, '连锁 999 不存在'],
  ['an unknown operator', ['reset', 'nobody'], 1, '没有操作员 nobody'],
  ['a preview for an unknown operator', ['disable', 'nobody', '--dry-run'], 1, '没有操作员 nobody'],
])('refuses %s', async (_what, args, code, text) => {
  const run = await operator(...args)
  expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(text)])
})

it('leaves no app a key that the log takes for an operator', async () => {
  const named = ['--name', 'x', '--seller', '111', '--app-key', 'operator:zhang.wei']
  const run = await runCli(['app', 'create', '--data', folder, ...named])
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('operator:')])
})

it('marks the cookie as secure where a trusted proxy speaks TLS', async () => {
  const { one_time_password: password } = await json('create', 'proxied', ...named, '--role', 'owner')
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'crm.example', origin: 'https://crm.example' }
  const reply = await askConsole(server.url, 'session', { body: { name: 'proxied', password }, headers })
  expect([reply.status, reply.headers.get('set-cookie')]).toEqual([200, expect.stringMatching(/; Secure$/)])
})

it('logs who signs in, and no password, code or token', async () => {
  const { one_time_password: password } = await json('create', 'logged', ...named, '--role', 'owner')
  const typed = 'a password in the wrong field'
  await askConsole(server.url, 'session', { body: { name: typed, password: 'wrong password', code: '135790' } })
  const cookie = await signIn(server.url, 'logged', password)
  await expect.poll(server.errorText).toContain('"operator":"logged"')
  expect(server.errorText()).toContain('"outcome":"refused"')
  for (const secret of [typed, 'wrong password', '135790', password, cookie.split('=')[1] ?? '']) {
    expect(server.errorText()).not.toContain(secret)
  }
})
