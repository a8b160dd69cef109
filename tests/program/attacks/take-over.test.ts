import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole, firstSignIn, signIn } from '../../harness/console.ts'
import { type HeldRole, hireOperator } from '../../harness/hire-operator.ts'
import { runCli } from '../../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../../harness/test-server.ts'

const password = 'correct horse battery'
let server: TestServer
const cookies = new Map<string, string>()

/** Creates a person with roles, who signs in. */
async function hire(name: string, ...roles: readonly HeldRole[]): Promise<void> {
  cookies.set(name, await hireOperator(server, { name, password, roles }))
}

type Result = Readonly<Record<string, unknown>>

async function call(name: string, method: string, body: object, seller?: string): Promise<Result> {
  const input = { cookie: cookies.get(name), body, ...(seller === undefined ? {} : { seller }) }
  const { body: answered } = await askConsole(server.url, `yaoquan.console.operator.${method}`, input)
  return (answered as Readonly<{ result: Result }>).result
}

const notFound = { success: false, error_code: 'OPERATOR_NOT_FOUND' }
const isSignedIn = async (name: string) =>
  (await askConsole(server.url, 'session', { verb: 'GET', cookie: cookies.get(name) })).status === 200

beforeAll(async () => {
  server = await startTestServer()
  await server.administration.createSeller({ sellerId: '222', name: '另一家' })
  await hire('owner', ['111', 'owner'])
  await hire('thief', ['222', 'owner'])
  await hire('group', ['111', 'owner'], ['222', 'owner'])
})
afterAll(() => server.close())

it('an owner of another chain cannot take over a person whose last role was taken away, the own chain takes him back', async () => {
  await hire('leaver', ['111', 'finance'])
  expect(await call('owner', 'setRole', { name: 'leaver' })).toMatchObject({ success: true })
  expect(await call('thief', 'setRole', { name: 'leaver', role: 'auditor' })).toMatchObject(notFound)
  expect(await call('thief', 'setRole', { name: 'leaver' })).toMatchObject(notFound)
  for (const own of [{ method: 'reset' }, { method: 'switch', enabled: false }]) {
    const { method, ...body } = own
    expect(await call('thief', method, { name: 'leaver', ...body })).toMatchObject(notFound)
  }
  expect(await isSignedIn('leaver')).toBe(true)
  expect(await call('owner', 'setRole', { name: 'leaver', role: 'finance' })).toMatchObject({ success: true })
  expect(await isSignedIn('leaver')).toBe(true)
})

it('whose chain it was is decided by who took the last role away', async () => {
  await hire('shared', ['111', 'finance'], ['222', 'finance'])
  expect(await call('owner', 'setRole', { name: 'shared' })).toMatchObject({ success: true })
  expect(await call('thief', 'setRole', { name: 'shared' })).toMatchObject({ success: true })
  expect(await call('owner', 'setRole', { name: 'shared', role: 'finance' })).toMatchObject(notFound)
  expect(await call('group', 'setRole', { name: 'shared', role: 'finance' }, '111')).toMatchObject({ success: true })
})

it('a person whom the command line gives to another chain brings no password, authenticator or session along', async () => {
  await hire('mover', ['111', 'finance'])
  const run = (...args: readonly string[]) => runCli(['operator', ...args, '--data', server.dataDir, '--json'])
  await run('revoke', 'mover', '--seller', '111')
  const back = await run('grant', 'mover', '--seller', '111', '--role', 'auditor')
  expect(JSON.parse(back.stdout)).not.toHaveProperty('one_time_password')
  expect(await isSignedIn('mover')).toBe(true)
  await run('revoke', 'mover', '--seller', '111')
  const { stdout } = await run('grant', 'mover', '--seller', '222', '--role', 'finance')
  expect(JSON.parse(stdout)).toMatchObject({ seller_id: '222', role: 'finance', valid_hours: 72 })
  expect(await isSignedIn('mover')).toBe(false)
  await expect(signIn(server.url, 'mover', password)).rejects.toThrow('401')
  await firstSignIn(server.url, 'mover', JSON.parse(stdout).one_time_password, 'another horse battery')
  expect(await call('owner', 'setRole', { name: 'mover', role: 'owner' })).toMatchObject(notFound)
})
