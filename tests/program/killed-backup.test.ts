import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listBackups, openAdministration, restoreBackup } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli, startCli } from '../harness/run-cli.ts'

const masterKey = '5a'.repeat(32)
const environment = { YAOQUAN_MASTER_KEY: masterKey }

let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'yaoquan-killed-backup-')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a backup that is killed at any of its files leaves those before it, and a later one completes', async () => {
  const [dataDir, target] = [join(folder, 'data'), join(folder, 'backups')]
  const command = ['backup', target, '--data', dataDir]
  await addCoupons(dataDir, 0, 20_000)
  expect(await runCli(command, environment)).toMatchObject({ code: 0 })
  await addCoupons(dataDir, 20_000, 2_000)
  const ends: unknown[] = []
  for (let files = 1; !ends.includes(0); files *= 2) {
    ends.push(await endAfter(command, files, target))
    // It refuses what is damaged.
    await restoreBackup({ folder: target, dataDir: join(folder, `after-${ends.length}`) })
  }
  expect(ends.length).toBeGreaterThan(4)
  expect(new Set(ends.slice(0, -1))).toEqual(new Set(['SIGKILL']))
  expect(await countCoupons(join(folder, 'after-1'))).toBe(20_000)
  expect(await countCoupons(join(folder, `after-${ends.length}`))).toBe(22_000)
  expect(listBackups(target).length).toBeLessThanOrEqual(3)
  expect(await runCli(['audit', 'verify', '--data', join(folder, `after-${ends.length}`)], environment)).toMatchObject({
    code: 0,
  })
})

/** Runs a command that is killed once it has finished so many files. @returns its exit code or the signal that ended it */
async function endAfter(command: readonly string[], files: number, place: string): Promise<unknown> {
  const child = startCli(command, {
    ...environment,
    NODE_OPTIONS: `--import ${new URL('../harness/end-after-write.ts', import.meta.url)}`,
    YAOQUAN_TEST_FILE: place,
    YAOQUAN_TEST_COUNT: String(files),
    YAOQUAN_TEST_SIGNAL: 'SIGKILL',
  })
  const [code, signal] = await once(child, 'exit')
  return code ?? signal
}

async function addCoupons(dataDir: string, from: number, count: number): Promise<void> {
  const administration = await openAdministration({ dataDir, masterKey })
  if (from === 0) await administration.createSeller({ sellerId: '111', name: 'backup' })
  const rows = Array.from({ length: count }, (_, place) => ({ couponCode: `c${from + place}` }))
  await administration.importCoupons({ sellerId: '111', rows })
  await administration.close()
}

async function countCoupons(dataDir: string): Promise<number> {
  const administration = await openAdministration({ dataDir, masterKey })
  let coupons = 0
  for await (const block of administration.exportCoupons({ sellerId: '111', filter: {} })) coupons += block.length
  await administration.close()
  return coupons
}
