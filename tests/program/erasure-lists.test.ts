import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }
const [erasedPhone, keptPhone] = ['18612255668', '13900000002'] as const

let folder: string
let dataDir: string
let backups: string
let server: ServerProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-lists-'))
  dataDir = join(folder, 'data')
  backups = join(folder, 'backups')
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  await administration.createSeller({ sellerId: '111', name: 'lists' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'lists', sellerIds: ['111'], allowedIps: [], grants, ...testApp })
  const rows = [erasedPhone, keptPhone].map((phone) => ({ couponCode: `of ${phone}`, phone, endDate: '2099-12-31' }))
  await administration.importCoupons({ sellerId: '111', rows })
  await administration.close()
})

afterEach(async () => {
  await server?.stop('SIGKILL')
  server = undefined
  await rm(folder, { recursive: true, force: true })
})

async function start(data = dataDir, ...flags: readonly string[]): Promise<TopClient> {
  server = await startServerProcess(['--data', data, ...flags], environment)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
}

async function stop(signal?: 'SIGKILL'): Promise<void> {
  await server?.stop(signal)
  server = undefined
}

async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, environment)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** Erases the member through a server that is killed as soon as it has answered. */
async function eraseAndKill(): Promise<void> {
  const client = await start()
  expect(await client.eraseMember({ outRequestNo: 'ERASE', memberId: 'M1' })).toMatchObject({ memberId: 'M1' })
  await stop('SIGKILL')
}

async function countCoupons(client: TopClient, phone: string): Promise<number> {
  return (await client.searchCouponPage({ phone })).coupons.length
}

/** Serves a restored folder, and finds the coupons of either phone. */
async function found(data: string): Promise<readonly number[]> {
  await run('audit', 'verify', '--data', data)
  const client = await start(data)
  const counts = [await countCoupons(client, erasedPhone), await countCoupons(client, keptPhone)]
  await stop()
  return counts
}

test('a member who was erased after the newest backup stays erased when that backup is restored', async () => {
  await run('backup', backups, '--data', dataDir)
  await eraseAndKill()
  // The machine is lost with its data; the backups and the folder of keys are elsewhere.
  await rename(dataDir, join(folder, 'lost'))
  const restored = join(folder, 'restored')
  expect(await run('restore', backups, '--data', restored)).toContain('已知截至')
  expect(await found(restored)).toEqual([0, 1])
})

test('a copy of the lists from the time of the backup is not enough: the moment is named, and it goes on only when told to', async () => {
  await run('backup', backups, '--data', dataDir)
  const takenAt = JSON.parse(await run('backup', backups, '--list', '--json'))[0]
  const copy = join(folder, 'copy-of-keys')
  await cp(`${backups}-keys`, copy, { recursive: true })
  await eraseAndKill()
  await rename(dataDir, join(folder, 'lost'))
  const restored = join(folder, 'restored')
  const refused = await runCli(['restore', backups, '--keys', copy, '--data', restored], environment)
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toContain(`${takenAt} 之后的删除未知`)
  expect(refused.stderr).toContain('--without-tombstones')
  const list = join(folder, 'lost', 'erased-members.json')
  await run('restore', backups, '--keys', copy, '--data', join(folder, 'by-list'), '--tombstones', list)
  expect(await found(join(folder, 'by-list'))).toEqual([0, 1])
  const told = await run('restore', backups, '--keys', copy, '--data', restored, '--without-tombstones')
  expect(told).toContain(`${takenAt} 之后删除的会员已重现`)
  expect(await found(restored)).toEqual([1, 1])
})

test('while the folder of keys is away an erasure is not answered as done; the next start finishes it once the folder is back', async () => {
  await run('backup', backups, '--data', dataDir)
  const [keys, away] = [`${backups}-keys`, join(folder, 'away')]
  await rename(keys, away)
  const client = await start()
  const erasing = { outRequestNo: 'ERASE', memberId: 'M1' }
  await expect(client.eraseMember(erasing)).rejects.toThrow('isp.store-service-unavailable')
  await expect.poll(() => server?.errorText()).toContain(join(keys, 'erased-members.json'))
  // Nobody sees the member any more, though its key is still there.
  expect([await countCoupons(client, erasedPhone), keyOf(1)]).toEqual([0, 1])
  await stop('SIGKILL')
  await run('seller', 'list', '--data', dataDir)
  expect(keyOf(1)).toBe(1)
  await rename(away, keys)
  const again = await start()
  expect(keyOf(1)).toBe(0)
  expect(await again.eraseMember(erasing)).toMatchObject({ memberId: 'M1', alreadyDone: true })
  await stop('SIGKILL')
  await rename(dataDir, join(folder, 'lost'))
  await run('restore', backups, '--data', join(folder, 'restored'))
  expect(await found(join(folder, 'restored'))).toEqual([0, 1])
})

/** How many keys a member has. */
function keyOf(memberNo: number): number | undefined {
  const keys = new Database(join(dataDir, 'member-keys.db'), { readonly: true })
  const count = keys
    .prepare<[number], number>('SELECT COUNT(*) FROM member_key WHERE member_no = ?')
    .pluck()
    .get(memberNo)
  keys.close()
  return count
}
