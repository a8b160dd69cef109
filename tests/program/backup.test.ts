import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { TopClient } from '@yaoquan/client'
import { listBackups, openAdministration, restoreBackup, takeBackup } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifest } from '../../packages/server/src/backup/backup-manifest.ts'
import { readChunkList } from '../../packages/server/src/backup/chunk-lists.ts'
import { nothingTold, saveTemplate } from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, loadUntil, type Told } from '../harness/lifecycle-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const rounds = Math.max(2, soak)
const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }

let folder: string
/** A folder that is on another device than the temporary ones, where this machine has one. */
const otherDevice = ['/dev/shm', homedir()].find(
  (path) => existsSync(path) && statSync(path).dev !== statSync(tmpdir()).dev,
)

beforeAll(async () => {
  folder = realpathSync(await mkdtemp(join(tmpdir(), 'yaoquan-backup-')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function makeStore(name: string, coupons: number): Promise<string> {
  const dataDir = join(folder, name)
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  await administration.createSeller({ sellerId: '111', name: 'backup' })
  await administration.createApp({ name: 'backup', sellerIds: ['111'], allowedIps: [], ...testApp })
  await addCoupons(dataDir, 0, coupons)
  await administration.close()
  return dataDir
}

async function addCoupons(dataDir: string, from: number, count: number): Promise<void> {
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  for (let start = from; start < from + count; start += 1000) {
    const rows = Array.from({ length: Math.min(1000, from + count - start) }, (_, place) => ({
      couponCode: `c${start + place}`,
      phone: `139${String(start + place).padStart(8, '0')}`,
    }))
    await administration.importCoupons({ sellerId: '111', rows })
  }
  await administration.close()
}

const backup = (target: string, ...flags: readonly string[]) => runCli(['backup', target, ...flags], environment)
const restore = (source: string, ...flags: readonly string[]) => runCli(['restore', source, ...flags], environment)

const startMs = Date.parse('2026-11-24T22:29:00+08:00')
/** Takes a backup in this process, by a clock of so many hours after the start. */
const take = (
  dataDir: string,
  target: string,
  hour: number,
  kept: Readonly<{ keepMs?: number; isChecked?: true }> = {},
) => takeBackup({ dataDir, folder: target, clock: () => startMs + hour * 3_600_000, ...kept })

async function countCoupons(dataDir: string): Promise<number> {
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  let coupons = 0
  for await (const block of administration.exportCoupons({ sellerId: '111', filter: {} })) coupons += block.length
  await administration.close()
  return coupons
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Writes a manifest as format 2, which named the chunks themselves. */
function writeAsFormerFormat(target: string, takenAtMs: number): void {
  const { lists, ...manifest } = readManifest(target, takenAtMs)
  const chunks = lists.flatMap((list) => readChunkList(target, list))
  const file = join(target, 'backups', `${takenAtMs}.json`)
  writeFileSync(file, JSON.stringify({ ...manifest, format: 2, chunks }))
}

describe('a backup', () => {
  test('of an unchanged store adds nothing, and each can be restored', async () => {
    const dataDir = await makeStore('grows', 5_000)
    const target = join(folder, 'grows-backups')
    const first = await take(dataDir, target, 0)
    // The seller and its app are events too.
    expect(first.sellers).toEqual([{ sellerId: '111', events: 5_002 }])
    writeAsFormerFormat(target, first.takenAtMs)
    const second = await take(dataDir, target, 1)
    expect([second.addedBytes, second.bytes]).toEqual([0, first.bytes])
    await addCoupons(dataDir, 5_000, 1_000)
    const third = await take(dataDir, target, 2)
    expect(listBackups(target)).toHaveLength(3)
    if (process.platform === 'linux') {
      expect(second.readBytes).toBeLessThanOrEqual(2 * 65_536)
      expect(third.readBytes).toBeLessThan(third.bytes)
    }
    // Removes the chunks that none of them needs.
    await take(dataDir, target, 3, { keepMs: 86_400_000, isChecked: true })
    for (const [untilMs, coupons] of [2, 1, 0].map((hour) => [
      startMs + hour * 3_600_000,
      hour === 2 ? 6_000 : 5_000,
    ])) {
      const restored = join(folder, `restored-${untilMs}`)
      await restoreBackup({ folder: target, dataDir: restored, untilMs })
      expect(await countCoupons(restored)).toBe(coupons)
    }
    for (const file of [target, `${target}-keys`].flatMap(filesBelow)) expect(statSync(file).mode & 0o077, file).toBe(0)
  })

  test('is removed when it is too old, with what only it needed, but never the newest', async () => {
    const dataDir = await makeStore('pruned', 3_000)
    const target = join(folder, 'pruned-backups')
    await take(dataDir, target, 0)
    const chunks = () => filesBelow(join(target, 'chunks')).length
    const first = chunks()
    await addCoupons(dataDir, 3_000, 1)
    expect((await take(dataDir, target, 10, { keepMs: 3_600_000 })).removedBackups).toBe(1)
    // The chunks of the first stay until all pages are checked again.
    expect(chunks()).toBeGreaterThan(first)
    expect((await take(dataDir, target, 20, { keepMs: 1_000, isChecked: true })).removedBackups).toBe(1)
    expect(listBackups(target)).toEqual([startMs + 20 * 3_600_000])
    expect(chunks()).toBeLessThanOrEqual(first)
    const other = await makeStore('other', 1)
    await expect(take(other, target, 21)).rejects.toThrow('另一个存储的备份')
    const ofOther = { dataDir: other, folder: join(folder, 'other-backups'), clock: () => startMs }
    await expect(takeBackup({ ...ofOther, keysFolder: `${target}-keys` })).rejects.toThrow('另一个存储的备份')
    await takeBackup(ofOther)
    const restored = join(folder, 'pruned-restored')
    const keysOfOther = { folder: target, dataDir: restored, keysFolder: `${ofOther.folder}-keys` }
    await expect(restoreBackup(keysOfOther)).rejects.toThrow('另一个存储的备份')
    await restoreBackup({ folder: target, dataDir: restored })
    expect(await countCoupons(restored)).toBe(3_001)
  })

  test('keeps the keys of members beside it, each copy for a time, and restores nothing without them and their list', async () => {
    const dataDir = await makeStore('keys', 100)
    const target = join(folder, 'keys-backups')
    const keys = `${target}-keys`
    for (const hour of [0, 1, 24 * 31]) await take(dataDir, target, hour)
    expect(listBackups(keys)).toEqual([startMs + 24 * 31 * 3_600_000])
    expect(readdirSync(keys).toSorted()).toEqual(['backups', 'chunks', 'erased-members.json', 'lock.db'])
    expect(filesBelow(target).filter((file) => file.includes('member-keys'))).toEqual([])
    const restored = (name: string) => join(folder, `keys-restored-${name}`)
    const elsewhere = { folder: target, dataDir: restored('none'), keysFolder: join(folder, 'nowhere') }
    await expect(restoreBackup(elsewhere)).rejects.toThrow('no keys of members')
    const list = join(keys, 'erased-members.json')
    const moved = join(folder, 'moved-list.json')
    renameSync(list, moved)
    await expect(restoreBackup({ folder: target, dataDir: restored('none') })).rejects.toThrow('--without-tombstones')
    expect(readdirSync(restored('none'))).toEqual([])
    await restoreBackup({ folder: target, dataDir: restored('list'), tombstonesFile: moved })
    await restoreBackup({ folder: target, dataDir: restored('told'), withoutTombstones: true })
    expect(await countCoupons(restored('list'))).toBe(100)
  })

  test('names the folder of keys that erasures need from then on, and warns where it changes or is on another device', async () => {
    const dataDir = await makeStore('keys', 10)
    const target = join(folder, 'keys-backups')
    const [former, present] = [`${target}-keys`, join(folder, 'other-keys')]
    const told = { keys_folder: former, former_keys_folder: null, keys_folder_on_other_device: false }
    for (let time = 0; time < 2; time += 1) {
      expect(JSON.parse((await backup(target, '--data', dataDir, '--json')).stdout)).toMatchObject(told)
    }
    const { stdout } = await backup(target, '--data', dataDir, '--keys', present)
    expect(stdout).toContain(`此后删除会员须能写入密钥目录: ${present}`)
    expect(stdout).toContain(`警告：此前是另一目录: ${former}`)
    expect(stdout).not.toContain('同一设备')
    const third = JSON.parse((await backup(target, '--data', dataDir, '--json')).stdout)
    expect(third).toMatchObject({ keys_folder: former, former_keys_folder: present })
  })

  test.skipIf(otherDevice === undefined)('warns of a folder of keys on another device', async () => {
    const dataDir = await makeStore('device', 10)
    const keys = await mkdtemp(join(otherDevice ?? '', 'yaoquan-keys-'))
    const target = join(folder, 'device-backups')
    try {
      const { stdout } = await backup(target, '--data', dataDir, '--keys', keys)
      expect(stdout).toContain('不在同一设备上')
      const again = JSON.parse((await backup(target, '--data', dataDir, '--keys', keys, '--json')).stdout)
      expect(again).toMatchObject({ former_keys_folder: null, keys_folder_on_other_device: true })
    } finally {
      await rm(keys, { recursive: true })
    }
  })

  test('checks every page and key once in 7 days, and when told to', async () => {
    const dataDir = await makeStore('damaged', 2_000)
    const target = join(folder, 'damaged-backups')
    const file = join(dataDir, 'yaoquan.db')
    expect(await take(dataDir, target, 0)).toMatchObject({ checkedAtMs: startMs })
    const database = new Database(file)
    const page = database
      .prepare("SELECT MAX(pageno) FROM dbstat WHERE name = 'coupon_by_code' AND pagetype = 'leaf'")
      .pluck()
      .get()
    database.close()
    const content = readFileSync(file)
    content.fill(0x5a, (Number(page) - 1) * 4096, Number(page) * 4096)
    writeFileSync(file, content)
    expect(await take(dataDir, target, 24)).toMatchObject({ checkedAtMs: startMs })
    await expect(take(dataDir, target, 24 * 7)).rejects.toThrow('the database is damaged and was not backed up')
    expect((await backup(target, '--data', dataDir, '--check')).stderr).toContain('数据库已损坏，未备份')
    expect((await backup(join(folder, 'nowhere'), '--list')).stderr).toContain('没有备份')
    await expect(restoreBackup({ folder: target, dataDir: join(folder, 'damaged-restored') })).rejects.toThrow(
      'damaged',
    )
  })

  test('that was altered is refused, and nothing is left in the data folder', async () => {
    const target = join(folder, 'altered-backups')
    await take(await makeStore('altered', 2_000), target, 0)
    const [chunk = ''] = filesBelow(join(target, 'chunks'))
    const content = readFileSync(chunk)
    writeFileSync(chunk, gzipSync(Buffer.alloc(65_536)))
    const dataDir = join(folder, 'altered-restored')
    await expect(restoreBackup({ folder: target, dataDir })).rejects.toThrow('the backup is damaged')
    expect(readdirSync(dataDir)).toEqual([])
    writeFileSync(chunk, content)
    expect((await restoreBackup({ folder: target, dataDir })).sellers).toEqual([{ sellerId: '111', events: 2_002 }])
  })

  test('is taken though a copy of keys of before is damaged, and names it', async () => {
    const dataDir = await makeStore('damaged-keys', 10)
    const target = join(folder, 'damaged-keys-backups')
    const keys = `${target}-keys`
    await take(dataDir, target, 0)
    const [list = ''] = readManifest(keys, startMs).lists
    await addCoupons(dataDir, 10, 10)
    await take(dataDir, target, 1)
    const file = join(keys, 'chunks', list.slice(0, 2), `${list}.gz`)
    writeFileSync(file, gzipSync(''))
    await expect(take(dataDir, target, 2)).rejects.toThrow(`the backup is damaged: ${file}`)
    await restoreBackup({ folder: target, dataDir: join(folder, 'damaged-keys-restored') })
    expect(await countCoupons(join(folder, 'damaged-keys-restored'))).toBe(20)
    // The damaged copy is old enough by then.
    await take(dataDir, target, 30 * 24 + 1)
  })

  test('refuses what would overwrite data, moments before the first backup, other folders and the wrong key', async () => {
    const dataDir = await makeStore('refused', 10)
    const target = join(folder, 'refused-backups')
    await backup(target, '--data', dataDir)
    const refused = async (run: ReturnType<typeof restore>) => (await run).stderr
    expect(await refused(restore(target, '--data', dataDir))).toContain('中已有数据')
    const early = ['--data', join(folder, 'early'), '--until', '2020-01-01 00:00:00']
    expect(await refused(restore(target, ...early))).toContain('最早的备份在此之后')
    expect(await refused(restore(join(folder, 'nowhere'), '--data', join(folder, 'x')))).toContain('中没有备份')
    expect(await refused(backup(dataDir, '--data', dataDir))).toContain('也不是备份目录')
    expect(await refused(backup(target, '--data', join(folder, 'missing')))).toContain('中没有药券的数据')
    const otherKey = { YAOQUAN_MASTER_KEY: '6b'.repeat(32) }
    const wrong = await runCli(['restore', target, '--data', join(folder, 'wrong-key')], otherKey)
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('主密钥与数据不符')])
  })
})

/** What callers had been told at a moment. */
function copyOf(
  told: Told,
): Readonly<{ codes: readonly string[]; redeemed: readonly string[]; returned: readonly string[] }> {
  return {
    codes: [...told.issuedCodes, ...told.claimedCodes],
    redeemed: [...told.redemptions.keys()],
    returned: [...told.returned],
  }
}

test(`holds all that was acknowledged before it began, under load, ${rounds} times`, async () => {
  const dataDir = await makeStore('loaded', 0)
  const target = join(folder, 'loaded-backups')
  const server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'], environment)
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
  await saveTemplate(client)
  const told = nothingTold()
  let isOver = false
  const loading = loadUntil(() => isOver, { client, nextWrite: createLifecycleLoad('b', told), callers: 8 })
  const taken: Readonly<{ time: string; before: ReturnType<typeof copyOf> }>[] = []
  for (let round = 0; round < rounds; round += 1) {
    const redeemed = told.redemptions.size
    await delay(1_200)
    await expect.poll(() => told.redemptions.size).toBeGreaterThan(redeemed)
    const before = copyOf(told)
    const { code, stdout, stderr } = await backup(target, '--data', dataDir, '--json')
    expect([code, stderr]).toEqual([0, ''])
    taken.push({ time: JSON.parse(stdout).taken_at, before })
  }
  const checked = JSON.parse((await backup(target, '--data', dataDir, '--json', '--check')).stdout)
  isOver = true
  await loading
  await server.stop()
  if (process.platform === 'linux') {
    await backup(target, '--data', dataDir)
    const unchanged = JSON.parse((await backup(target, '--data', dataDir, '--json')).stdout)
    expect([checked.unlisted_chunks, unchanged.added_bytes]).toEqual([0, 0])
    expect(unchanged.read_bytes).toBeLessThanOrEqual(2 * 65_536)
  }
  for (const { time, before } of taken) {
    const restored = join(folder, `loaded-${time.replaceAll(/\W/g, '-')}`)
    expect(await restore(target, '--data', restored, '--until', time)).toMatchObject({ code: 0 })
    await expectAll(restored, before)
  }
  expect(taken.at(-1)?.before.redeemed.length).toBeGreaterThan(0)
})

async function expectAll(dataDir: string, before: ReturnType<typeof copyOf>): Promise<void> {
  const verified = await runCli(['audit', 'verify', '--data', dataDir, '--seller', '111'], environment)
  expect([verified.code, verified.stderr]).toEqual([0, ''])
  const server = await startServerProcess(['--data', dataDir, '--log-level', 'silent'], environment)
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs })
  const codes = new Set<string>()
  const redeemed = new Set<string>()
  const returned = new Set<string>()
  for await (const { kind, couponCode, before: from, after } of client.events({ afterSeq: 0 })) {
    if (couponCode !== undefined) codes.add(couponCode)
    if (kind === 'redeemed') redeemed.add(JSON.parse(after ?? '').redemption_id)
    if (kind === 'returned') returned.add(JSON.parse(from ?? '').redemption_id)
  }
  await server.stop()
  const missing = (told: readonly string[], found: ReadonlySet<string>) => told.filter((name) => !found.has(name))
  expect(missing(before.codes, codes)).toEqual([])
  expect(missing(before.redeemed, redeemed)).toEqual([])
  expect(missing(before.returned, returned)).toEqual([])
}

test('serve backs up on a schedule, goes on where an earlier run ended, and stops at SIGTERM', async () => {
  const dataDir = await makeStore('scheduled', 100)
  const target = join(folder, 'scheduled-backups')
  const flags = ['--data', dataDir, '--backup', target, '--backup-keep', '1h']
  const often = await startServerProcess([...flags, '--backup-every', '1s'], environment)
  const count = () => listBackups(target).length
  await expect.poll(count).toBeGreaterThanOrEqual(2)
  await expect.poll(often.errorText).toContain('"msg":"backup taken"')
  expect(await often.stop()).toBe(0)
  const taken = count()
  const rarely = await startServerProcess([...flags, '--backup-every', '1h'], environment)
  await delay(3_500)
  expect(await rarely.stop()).toBe(0)
  expect(count()).toBe(taken)
})

test('serve tells of a backup that failed', async () => {
  const dataDir = await makeStore('failing', 1)
  const inTheWay = join(folder, 'in-the-way')
  mkdirSync(inTheWay)
  writeFileSync(join(inTheWay, 'letter.txt'), '')
  const server = await startServerProcess(['--data', dataDir, '--backup', inTheWay], environment)
  await expect.poll(() => server.errorText()).toContain('"msg":"backup failed"')
  // The reason is for the log, which has no language.
  expect(server.errorText()).toMatch(/"error":"yaoquan: \P{Script=Han}+","msg"/u)
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  expect(await server.stop()).toBe(0)
})

test('serve logs that its folder has backups of another store, however new they are', async () => {
  const target = join(folder, 'of-another')
  expect(await backup(target, '--data', await makeStore('another', 1))).toMatchObject({ code: 0 })
  const flags = ['--data', await makeStore('sharing', 1), '--backup', target, '--backup-every', '1h']
  const server = await startServerProcess(flags, environment)
  await expect.poll(() => server.errorText()).toContain('"msg":"backup failed"')
  expect(server.errorText()).toContain('has backups of another store')
  expect(await server.stop()).toBe(0)
})
