import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditedSeller } from '../harness/audited-seller.ts'
import { fileSide, moveStore as move, moveUnderLoad, prepareStore, type Side } from '../harness/move-under-load.ts'
import { runCli } from '../harness/run-cli.ts'

/**
 * Keeps the store small: every write is repeated and compared in the end. tests/soak moves one at full speed, to a database server and
 * back.
 */
const pauseMs = 25

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-move-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const sideOf = (name: string) => fileSide(join(folder, name))

test('moves from file to file under load, resumed after kills, and back again', async () => {
  const [one, two] = [sideOf('one'), sideOf('two')]
  await moveUnderLoad(one, two, { kills: 2, pauseMs })
  const opened = openAdministration(one.place)
  await expect(opened).rejects.toThrow(/has moved to .*; this store is read-only/)
  const again = await move(one, two, '--switch')
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('无需再次执行')])
})

describe('a move that must not be', () => {
  async function smallStore(name: string): Promise<Side> {
    const side = sideOf(name)
    await prepareStore(side)
    const administration = await openAdministration(side.place)
    const rows = Array.from({ length: 300 }, (_, place) => ({ couponCode: `c${place}`, phone: '18612255668' }))
    await administration.importCoupons({ sellerId: '111', rows })
    await administration.close()
    return side
  }

  test('finds what was altered on the way, and does not switch', async () => {
    const [from, to] = [await smallStore('altered'), sideOf('altered-to')]
    expect(await move(from, to)).toMatchObject({ code: 0 })
    const database = new Database(join(to.place.dataDir, 'yaoquan.db'))
    database.exec("UPDATE coupon SET coupon_name = 'altered' WHERE seq = 7")
    database.close()
    const { code, stdout } = await move(from, to, '--switch')
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/连锁 111: 300 张优惠券[\s\S]*✗ coupon, seq 1 to 300: the terms as issued/),
    ])
    const served = openAdministration(from.place)
    await (await served).close()
  })

  test('a target that is being moved into is not served, and an aborted switch gives the source back', async () => {
    const [from, to] = [await smallStore('aborted'), sideOf('aborted-to')]
    await move(from, to)
    await expect(openAdministration(to.place)).rejects.toThrow(/data is being moved into this store/)
    const database = new Database(join(to.place.dataDir, 'yaoquan.db'))
    database.exec('DELETE FROM coupon WHERE seq = 7')
    database.close()
    expect((await move(from, to, '--switch')).code).toBe(1)
    expect(await move(from, to, '--abort')).toMatchObject({ code: 0 })
    // The seller and its app are events too.
    expect(await auditedSeller(from.place)).toEqual({ kind: 'intact', events: 302 })
  })

  test('goes on where it was broken off while the fence was being raised', async () => {
    const [from, to] = [await smallStore('half'), sideOf('half-to')]
    expect(await move(from, to)).toMatchObject({ code: 0 })
    const database = new Database(join(from.place.dataDir, 'yaoquan.db'))
    database.exec('ALTER TABLE event_head RENAME TO event_head_moved')
    database.close()
    const { code, stdout, stderr } = await move(from, to, '--switch')
    expect([code, stderr], stdout).toEqual([0, expect.any(String)])
    expect(await auditedSeller(to.place)).toEqual({ kind: 'intact', events: 302 })
  })

  test('does not give a store back for a move between others', async () => {
    const [moved, to] = [await smallStore('gone'), sideOf('gone-to')]
    expect(await move(moved, to, '--switch')).toMatchObject({ code: 0 })
    const [other, otherTo] = [await smallStore('between'), sideOf('between-to')]
    await move(other, otherTo)
    expect(await move(moved, otherTo, '--abort')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('没有未完成的迁移'),
    })
    await expect(openAdministration(moved.place)).rejects.toThrow(/has moved to /)
  })

  test('refuses a target with data of its own, another key, the same place and no place at all', async () => {
    const from = await smallStore('refused')
    const other = await smallStore('refused-other')
    expect((await move(from, other)).stderr).toContain('不是空的')
    expect((await move(from, from)).stderr).toContain('源与目标相同')
    expect((await move(sideOf('nowhere'), sideOf('refused-to'))).stderr).toContain('没有药券的数据')
    expect(
      (await runCli(['migrate-store', '--from', 'postgres://u:secret@h/d', '--to', other.location])).stderr,
    ).not.toContain('secret')
    const otherKey = sideOf('other-key')
    await (await openAdministration({ ...otherKey.place, masterKey: '6b'.repeat(32) })).close()
    expect((await move(from, otherKey)).stderr).toContain('主密钥不同')
  })
})
