import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { systemRequest } from '#domain/lifecycle/shared-act'
import { isPassingFault } from '#store/store-fault-kind'
import { openStores } from '#stores/open-stores'
import { liveIn } from '#testing/lived-in-store'
import { codesOf, findings, issue, movableSeller, rowsOf, within } from '#testing/movable-seller'
import { temporaryFolder } from '#testing/temporary-folder'
import { assignSeller } from './assign-seller.ts'
import { abortSellerMoveTo, moveSellerTo } from './move-seller.ts'
import { addStore } from './other-stores.ts'
import { rotateMasterKey } from './rotate-master-key.ts'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const parent = temporaryFolder()
const masterKey = 'ab'.repeat(32)

const codes = (count: number, name: string) => Array.from({ length: count }, (_, place) => `${name}${place}`)

test('a seller with all that one can do is moved whole; the former store keeps the way to it, and other sellers as they are', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'whole'))
  await within(dataDir, async (store) => {
    await liveIn(store, '222')
    await liveIn(await store.others.find('east'), '333')
  })
  const [before, others] = [rowsOf(east, '222'), rowsOf(east, '333')]
  expect(await move('west')).toEqual({ from: 'east', faults: [] })
  expect(rowsOf(west, '222')).toEqual(before)
  expect(rowsOf(east, '222')).toEqual({ event_head: 1, seller: 1 })
  expect(rowsOf(east, '333')).toEqual(others)
  expect(await findings(dataDir, east, west)).toEqual([])
  await within(dataDir, async (store) => {
    const places = await store.directory.storePart.readPlaces()
    expect([...places]).toEqual([
      ['111', undefined],
      ['222', 'west'],
      ['333', 'east'],
    ])
    await issue(store, 'after')
    const { events } = await store.directory.eventReader.listEvents({ sellerId: '222', afterSeq: 0, limit: 100 })
    expect(events.at(-1)).toMatchObject({ kind: 'seller', actor: 'operator:cli' })
  })
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a program that was open before, and writes all the time, loses nothing and does nothing twice', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'live'))
  await within(dataDir, async (store) => {
    let isOver = false
    const done: string[] = []
    const writing = async (name: string) => {
      for (let place = 0; !isOver; place += 1) {
        await issue(store, `${name}${place}`)
        done.push(`${name}${place}`)
        await issue(store, `${name}${place}`, '333')
      }
    }
    const running = Promise.all(['a', 'b'].map(writing))
    await expect.poll(() => done.length).toBeGreaterThan(50)
    expect(await move('west')).toEqual({ from: 'east', faults: [] })
    const before = done.length
    await expect.poll(() => done.length).toBeGreaterThan(before + 20)
    isOver = true
    await running
    expect(await codesOf(store, done)).toEqual(done.toSorted())
    expect(rowsOf(west, '222')['coupon']).toBe(done.length)
    expect(rowsOf(east, '333')['coupon']).toBe(done.length)
  })
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a program is led from the former store while its directory says nothing new', async () => {
  const { dataDir, move } = await movableSeller(join(parent, 'led'))
  await within(dataDir, async (store) => {
    await issue(store, 'before')
    const { readPlaces } = store.directory.storePart
    expect((await readPlaces()).get('222')).toBe('east')
    Object.assign(store.directory.storePart, { readPlaces: () => Promise.reject(new Error('down')) })
    await move('west')
    expect(await issue(store, 'after').catch((error: unknown) => error)).not.toBeInstanceOf(Error)
    expect(await codesOf(store, ['before', 'after'])).toEqual(['after', 'before'])
  })
})

test('interrupted anywhere, the same command goes on', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'interrupted'))
  await within(dataDir, (store) => liveIn(store, '222'))
  const before = rowsOf(east, '222')
  let [from, to] = [east, west]
  for (const kind of ['round', 'verifying', 'fenced', 'switched', 'auditing', 'removed']) {
    const name = to === west ? 'west' : 'east'
    const interrupted = move(name, (progress) => {
      if (progress.kind === kind) throw new Error('killed')
    })
    await expect(interrupted).rejects.toThrow('killed')
    expect((await move(name)).faults).toEqual([])
    expect([kind, rowsOf(to, '222'), rowsOf(from, '222')]).toEqual([kind, before, { event_head: 1, seller: 1 }])
    ;[from, to] = [to, from]
  }
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('while fenced the seller is read, its writes pass later, and giving up takes the fence away', async () => {
  const { dataDir, place, move, east, west } = await movableSeller(join(parent, 'given-up'))
  await within(dataDir, async (store) => {
    await issue(store, 'before')
    const file = new Database(join(east, 'yaoquan.db'))
    await expect(
      move('west', ({ kind }) => {
        if (kind === 'verifying') throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    file.prepare('UPDATE event_head SET generation = -generation WHERE seller_id = ?').run('222')
    expect(await codesOf(store, ['before'])).toEqual(['before'])
    const refused = await issue(store, 'meanwhile').catch((error: unknown) => error)
    expect([isPassingFault(refused), refused]).toMatchObject([true, { name: 'SellerMovedError' }])
    await issue(store, 'other', '333')
    const waiting = issue(store, 'waiting')
    await abortSellerMoveTo(place, { sellerId: '222', to: 'west', onProgress: () => undefined })
    await waiting
    file.close()
    expect(await codesOf(store, ['before', 'meanwhile', 'waiting'])).toEqual(['before', 'waiting'])
  })
  expect(rowsOf(west, '222')).toEqual({})
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('a seller that comes back finds a store that had it, and what it did meanwhile', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'back'))
  await within(dataDir, (store) => liveIn(store, '222'))
  await move('west')
  await within(dataDir, (store) => issue(store, 'in-west'))
  const before = rowsOf(west, '222')
  await move('east')
  expect([rowsOf(east, '222'), rowsOf(west, '222')]).toEqual([before, { event_head: 1, seller: 1 }])
  await within(dataDir, async (store) => {
    await issue(store, 'in-east')
    expect(await codesOf(store, codes(1, 'in-east').concat('in-west', 'in-east'))).toEqual(['in-east', 'in-west'])
  })
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('what cannot be moved is refused before anything is touched', async () => {
  const { dataDir, place, move } = await movableSeller(join(parent, 'refused'))
  const other = join(parent, 'refused-north')
  await addStore({ dataDir, masterKey }, { name: 'south', location: `sqlite:${other}` })
  await expect(moveSellerTo(place, { sellerId: '111', to: 'west', onProgress: () => undefined })).rejects.toThrow(
    'directory',
  )
  await expect(moveSellerTo(place, { sellerId: '999', to: 'west', onProgress: () => undefined })).rejects.toThrow('999')
  await expect(move('nowhere')).rejects.toThrow('nowhere')
  expect(await move('east')).toEqual({ from: undefined, faults: [] })
})

test('a move that another command undid while it switched leaves the seller where it was written', async () => {
  const { dataDir, move, east, west } = await movableSeller(join(parent, 'undone'))
  await within(dataDir, async (store) => {
    await issue(store, 'before')
    const interrupted = move('west', ({ kind }) => {
      if (kind === 'switched') throw new Error('killed')
    })
    await expect(interrupted).rejects.toThrow('killed')
    const file = new Database(join(east, 'yaoquan.db'))
    file.prepare('UPDATE event_head SET generation = -generation WHERE seller_id = ?').run('222')
    file.close()
    await issue(
      await store.others.find('east').then((other) => ({ ...store, lifecycleStore: other.lifecycleStore })),
      'late',
    )
    await expect(move('west')).rejects.toThrow('another command')
    expect((await store.directory.storePart.readPlaces()).get('222')).toBe('east')
    await issue(store, 'after')
    expect((await move('west')).faults).toEqual([])
  })
  const known = await within(dataDir, (store) => codesOf(store, ['before', 'late', 'after']))
  expect(known).toEqual(['after', 'before', 'late'])
  expect(await findings(dataDir, east, west)).toEqual([])
})

test('new stores get the keys of the directory, also a former one, and theirs can be changed after a seller left', async () => {
  const dataDir = join(parent, 'same')
  await (await openStores({ dataDir })).close()
  const rotate = (folder: string, newMasterKey?: string) =>
    rotateMasterKey({ dataDir: folder, newMasterKey, nowMs: () => nowMs, settleMs: 0, onProgress: () => undefined })
  await rotate(dataDir)
  const [east, west] = [join(parent, 'same-east'), join(parent, 'same-west')]
  for (const [name, folder] of Object.entries({ east, west })) {
    await addStore({ dataDir }, { name, location: `sqlite:${folder}`, hasSameKeys: true })
    await addStore({ dataDir }, { name, location: `sqlite:${folder}`, hasSameKeys: true })
  }
  const stores = await openStores({ dataDir })
  await assignSeller(stores, { sellerId: '222', name: '二', storeName: 'east' }, systemRequest(nowMs))
  await liveIn(stores, '222')
  await stores.close()
  const moving = moveSellerTo({ dataDir }, { sellerId: '222', to: 'west', onProgress: () => undefined, settleMs: 0 })
  expect(await moving).toEqual({ from: 'east', faults: [] })
  for (const folder of [east, west]) expect((await rotate(folder, 'cd'.repeat(32))).kind).toBe('rotated')
  const back = moveSellerTo({ dataDir }, { sellerId: '222', to: 'east', onProgress: () => undefined, settleMs: 0 })
  expect(await back).toEqual({ from: 'west', faults: [] })
})

test('stores with different master keys are refused', async () => {
  const dataDir = join(parent, 'keys')
  const store = await openStores({ dataDir })
  await store.close()
  for (const name of ['east', 'west']) {
    await addStore({ dataDir }, { name, location: `sqlite:${join(parent, `keys-${name}`)}` })
  }
  const joined = await openStores({ dataDir })
  await assignSeller(joined, { sellerId: '222', name: '二', storeName: 'east' }, systemRequest(nowMs))
  await joined.close()
  const moving = moveSellerTo({ dataDir }, { sellerId: '222', to: 'west', onProgress: () => undefined })
  await expect(moving).rejects.toThrow('different master keys')
  expect(rowsOf(join(parent, 'keys-west'), '222')).toEqual({})
})
