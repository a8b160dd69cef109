import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole } from '../harness/console.ts'
import { hireOperator } from '../harness/hire-operator.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let cookie: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-acts-'))
  server = await startTestServer()
  cookie = await hireOperator(server, { name: 'boss', password: 'correct horse battery', roles: [['111', 'owner']] })
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function command(...args: readonly string[]) {
  const { stdout, stderr } = await runCli([...args, '--data', server.dataDir, '--json'])
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

async function call(method: string, body: object) {
  const { body: answered } = await askConsole(server.url, `yaoquan.console.${method}`, { cookie, body, seller: '111' })
  return Object(answered).result
}

/** The newest events of apps and webhooks, as the console lists them. */
async function newest(count: number): Promise<readonly unknown[]> {
  const { events } = await call('audit.list', {})
  return events
    .slice(0, count)
    .map(({ actor, after }: { actor: string; after: string }) => [actor, JSON.parse(after).act])
}

it('the command line and the console do an act once by its number, and tell the secret again', async () => {
  const create = ['app', 'create', '--name', 'ERP', '--seller', '111', '--out-request-no', 'app-1']
  const app = await command(...create)
  expect(await command(...create)).toEqual(app)
  const session = ['session', 'create', '--app-key', app.app_key, '--seller', '111', '--out-request-no', 'session-1']
  const [first, second] = [await command(...session), await command(...session)]
  expect(second).toEqual({ ...first, session: second.session, replaced: true })
  expect(second.session).not.toBe(first.session)
  const input = { out_request_no: 'hook-1', url: 'https://erp.example/events' }
  const hook = await call('webhook.add', input)
  expect(await call('webhook.add', input)).toEqual({ ...hook, already_done: true })
  expect(await call('webhook.add', { ...input, url: 'https://other.example' })).toMatchObject({
    error_code: 'IDEMPOTENT_CONFLICT',
  })
  expect(await newest(4)).toEqual([
    ['operator:boss', 'added'],
    ['operator:cli', 'session_replaced'],
    ['operator:cli', 'session_created'],
    ['operator:cli', 'created'],
  ])
  // Who acted and what was acted on, by name.
  expect((await call('audit.list', {})).actors).toEqual(
    expect.arrayContaining([
      { actor: `app:${app.app_key}`, name: 'ERP' },
      { actor: 'operator:boss', name: 'boss' },
    ]),
  )
  const person = { out_request_no: 'li.na-1', name: 'li.na', display_name: '李娜', role: 'finance' }
  const [given, again] = [await call('operator.create', person), await call('operator.create', person)]
  expect(again).toEqual({ ...given, one_time_password: again.one_time_password, already_done: true, replaced: true })
  const backup = join(folder, 'backup')
  expect(await runCli(['backup', backup, '--data', server.dataDir])).toMatchObject({ code: 0 })
  const secrets = [app.app_secret, first.session, second.session, hook.secret]
  for (const text of [...secrets, given.one_time_password, again.one_time_password]) {
    for (const place of [server.dataDir, folder]) expect(await filesWith(place, text)).toEqual([])
  }
})

async function filesWith(place: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  expect(files.length).toBeGreaterThan(0)
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])))
  return found.flat()
}
