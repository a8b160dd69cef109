import { cpSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { liveIn } from '#testing/lived-in-store'
import { codesOf, findings, issue, movableSeller, rowsOf, within } from '#testing/movable-seller'
import { temporaryFolder } from '#testing/temporary-folder'
import { isInOtherStore } from './assign-seller.ts'
import { abortSellerMoveTo } from './move-seller.ts'

const parent = temporaryFolder()
const left = { event_head: 1, seller: 1 }

/** Does something on a file of a store, past the program. */
function edit(folder: string, work: (database: Database.Database) => void, file = 'yaoquan.db'): void {
  const database = new Database(join(folder, file))
  work(database)
  database.close()
}

function isFenced(folder: string): boolean {
  let generation: unknown
  edit(folder, (database) => {
    generation = database.prepare("SELECT generation FROM event_head WHERE seller_id = '222'").pluck().get()
  })
  return Number(generation) < 0
}

function replaceFolder(folder: string, by: string): void {
  rmSync(folder, { recursive: true })
  renameSync(by, folder)
}

/** Ends a move where it says a thing, as a kill does. */
const killedAt = (kind: string) => (progress: Readonly<{ kind: string }>) => {
  if (progress.kind === kind) throw new Error('killed')
}

test('a program whose directory says nothing new is led through each store that the seller left', async () => {
  const { dataDir, move } = await movableSeller(join(parent, 'led-on'), ['east', 'west', 'north'])
  await within(dataDir, async (store) => {
    await issue(store, 'before')
    Object.assign(store.directory.storePart, { readPlaces: () => Promise.reject(new Error('down')) })
    await move('west')
    await move('north')
    await issue(store, 'after')
    expect(await codesOf(store, ['before', 'after'])).toEqual(['after', 'before'])
  })
})

test('a seller is moved while a third store is down', async () => {
  const { move, east, north } = await movableSeller(join(parent, 'down'), ['north', 'east', 'west'])
  rmSync(north, { recursive: true })
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(rowsOf(east, '222')).toEqual(left)
})

test('a command that another one took over from stops, and leaves the fence to that', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'overtaken'))
  await within(dataDir, (store) => issue(store, 'before'))
  const overtaken = move('west', ({ kind }) => {
    if (kind !== 'fenced') return
    edit(west, (database) => database.exec("UPDATE seller SET store_name = '<east other' WHERE seller_id = '222'"))
  })
  await expect(overtaken).rejects.toThrow('another command')
  expect(isFenced(east)).toBe(true)
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(await within(dataDir, (store) => codesOf(store, ['before']))).toEqual(['before'])
})

test('rows that another command brings are not removed', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'brought'))
  await within(dataDir, (store) => liveIn(store, '222'))
  await expect(move('west', killedAt('verifying'))).rejects.toThrow('killed')
  const brought = rowsOf(west, '222')
  expect(await move('east')).toEqual({ from: undefined, faults: [] })
  expect(rowsOf(west, '222')).toEqual(brought)
  const removing = move('west', ({ kind }) => {
    if (kind !== 'removed') return
    edit(east, (database) => database.exec("UPDATE seller SET store_name = '<west other' WHERE seller_id = '222'"))
  })
  await expect(removing).rejects.toThrow('another command')
  expect(rowsOf(east, '222')).not.toEqual(left)
})

test('a command whose seller another one moved elsewhere meanwhile stops, and what it left can be given up', async () => {
  const { dataDir, place, move, west } = await movableSeller(join(parent, 'elsewhere'), ['east', 'west', 'north'])
  await within(dataDir, (store) => issue(store, 'before'))
  const overtaken = move('west', ({ kind }) => {
    if (kind !== 'fenced') return
    edit(dataDir, (database) => database.exec("UPDATE seller SET store_name = 'north' WHERE seller_id = '222'"))
  })
  await expect(overtaken).rejects.toThrow('another command')
  edit(dataDir, (database) => database.exec("UPDATE seller SET store_name = 'east' WHERE seller_id = '222'"))
  expect(await move('north')).toEqual({ from: 'east', faults: [] })
  expect(rowsOf(west, '222')).not.toEqual({})
  await abortSellerMoveTo(place, { sellerId: '222', to: 'west', onProgress: () => undefined })
  expect(rowsOf(west, '222')).toEqual({})
  expect(await within(dataDir, (store) => codesOf(store, ['before']))).toEqual(['before'])
})

test('a move that is given up does not hold up writes while it removes rows, and a later one begins anew', async () => {
  const { dataDir, place, move, east, west } = await movableSeller(join(parent, 'given-up-twice'))
  await within(dataDir, (store) => liveIn(store, '222'))
  await expect(move('west', killedAt('fenced'))).rejects.toThrow('killed')
  const abort = abortSellerMoveTo(place, {
    sellerId: '222',
    to: 'west',
    onProgress() {
      const { coupon = 0, chain_event: events = 0 } = rowsOf(west, '222')
      if (coupon > 0 !== events > 0) throw new Error('killed')
    },
  })
  await expect(abort).rejects.toThrow('killed')
  expect(isFenced(east)).toBe(false)
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a seller that its new store lost does not go on, empty, in the former one', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'lost'))
  cpSync(west, `${west}-before`, { recursive: true })
  await within(dataDir, (store) => issue(store, 'before'))
  await move('west')
  replaceFolder(west, `${west}-before`)
  await expect(move('west')).rejects.toThrow('west does not keep seller 222')
  expect([rowsOf(east, '222'), isFenced(east)]).toEqual([left, true])
})

test('nor where a backup of the new store has the beginning of the move', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'begun'))
  await within(dataDir, (store) => issue(store, 'before'))
  await expect(move('west', killedAt('round'))).rejects.toThrow('killed')
  cpSync(west, `${west}-before`, { recursive: true })
  await move('west')
  replaceFolder(west, `${west}-before`)
  await expect(move('west')).rejects.toThrow('west does not keep seller 222')
  expect([isFenced(east), isFenced(west)]).toEqual([true, true])
})

test('a new store that was restored while the rows are still in the former one gives the seller back', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'given-back'))
  cpSync(west, `${west}-before`, { recursive: true })
  await within(dataDir, (store) => issue(store, 'before'))
  await expect(move('west', killedAt('auditing'))).rejects.toThrow('killed')
  replaceFolder(west, `${west}-before`)
  await expect(move('west')).rejects.toThrow('another command')
  expect(await within(dataDir, (store) => codesOf(store, ['before']))).toEqual(['before'])
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a move that is killed while it audits audits again before it removes anything', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'audited-again'))
  await within(dataDir, (store) => issue(store, 'before'))
  await expect(move('west', killedAt('auditing'))).rejects.toThrow('killed')
  edit(west, (database) => database.exec("UPDATE coupon SET state_code = 2 WHERE seller_id = '222'"))
  expect((await move('west')).faults).toEqual(['coupon, seq 1: differs from its last event'])
  expect(rowsOf(east, '222')).toMatchObject({ coupon: 1 })
})

test('a directory that was restored from before the move is told where the seller is', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'old-directory'))
  cpSync(dataDir, `${dataDir}-before`, { recursive: true })
  await within(dataDir, (store) => issue(store, 'before'))
  await move('west')
  replaceFolder(dataDir, `${dataDir}-before`)
  await within(dataDir, async (store) => {
    // One that does not even know the seller registers it again only there.
    expect([await isInOtherStore(store, '222', 'west'), await isInOtherStore(store, '222', 'east')]).toEqual([
      false,
      true,
    ])
  })
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(await move('east')).toEqual({ from: 'west', faults: [] })
  expect(await within(dataDir, (store) => codesOf(store, ['before']))).toEqual(['before'])
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a rotation of keys that begins while the rest is copied ends the move before the switch', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'rotating'))
  await within(dataDir, (store) => issue(store, 'before'))
  edit(west, (database) =>
    database.exec(`CREATE TRIGGER rotation AFTER INSERT ON seller_policy BEGIN
      INSERT INTO store_key (generation, step, key_check, started_at_ms, version) VALUES (2, 0, zeroblob(32), 0, 0);
    END`),
  )
  await expect(move('west')).rejects.toThrow('a master key is being changed')
  expect(isFenced(east)).toBe(false)
})

test('a key that a server destroyed in the former store alone, for an erasure from before, is destroyed in the new one', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'erased'))
  await within(dataDir, (store) => liveIn(store, '222'))
  const keys = "SELECT COUNT(*) FROM member_key WHERE seller_id = '222' AND member_no = 64"
  const countKeys = () => {
    let count: unknown
    edit(west, (database) => (count = database.prepare(keys).pluck().get()), 'member-keys.db')
    return count
  }
  const moved = move('west', ({ kind }) => {
    if (kind !== 'switched') return
    const erasure = "INSERT INTO erased_member VALUES ('222', 64, 999, 0, 2)"
    const deletion = "DELETE FROM member_key WHERE seller_id = '222' AND member_no = 64"
    edit(east, (database) => database.exec(`${deletion}; ${erasure}`), 'member-keys.db')
  })
  expect(await moved).toEqual({ from: 'east', faults: [] })
  expect(countKeys()).toBe(1)
  await within(dataDir, (store) => store.erasures.finish(store.clock.now()))
  expect(countKeys()).toBe(0)
})
