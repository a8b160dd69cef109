import { expect } from 'expect'
import {
  type CategoryRow,
  listEvents,
  noon,
  requestOf,
  runAct,
  type ShopRow,
  type Store,
  saveCategories,
  saveShops,
} from '#server/testing'
import { answerOf } from '#server/testing/calls'
import { type Checks, together } from './programs.ts'

/** What every engine must do with the names of shops and categories. */
export const masterDataChecks: Checks = {
  async 'shops are named, renamed and read in order of their codes, with an event where something changed'({
    one,
    other,
    sellerId,
  }) {
    const rows = [
      { code: '02', name: '海淀店' },
      { code: '01', name: '朝阳店', city: '北京' },
    ]
    expect(await save(one, sellerId, rows)).toEqual({ created: 2, changed: 0, unchanged: 0 })
    expect(await save(other, sellerId, rows)).toEqual({ created: 0, changed: 0, unchanged: 2 })
    const changes = [
      { code: '01', name: '朝阳大药房' },
      { code: '02', name: '海淀店', city: '' },
    ]
    expect(await save(other, sellerId, [...changes, { code: '03', name: 'c', isClosed: true }])).toEqual({
      created: 1,
      changed: 1,
      unchanged: 1,
    })
    const told = { changedAtMs: noon, isClosed: false }
    expect(await list(one, sellerId)).toEqual([
      { code: '01', name: '朝阳大药房', city: '北京', ...told },
      { code: '02', name: '海淀店', city: undefined, ...told },
      { code: '03', name: 'c', city: undefined, ...told, isClosed: true },
    ])
    expect((await listEvents(one, sellerId)).map(({ kind, before, after }) => [kind, before, after])).toEqual([
      [
        'shop',
        undefined,
        '{"shops":[{"code":"02","name":"海淀店","closed":false},{"code":"01","name":"朝阳店","city":"北京","closed":false}]}',
      ],
      [
        'shop',
        '{"shops":[{"code":"01","name":"朝阳店","city":"北京","closed":false}]}',
        '{"shops":[{"code":"01","name":"朝阳大药房","city":"北京","closed":false},{"code":"03","name":"c","closed":true}]}',
      ],
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'codes are told apart by every letter and blank, and belong to one seller'({ one, other, sellerId }) {
    const codes = ['A1', 'a1', '1', '01', '001', 'é', 'e', '店', 'a 1']
    await save(
      one,
      sellerId,
      codes.map((code) => ({ code, name: `n${code}` })),
    )
    const found = await Promise.all(codes.map((code) => other.masterDataReader.findShop(sellerId, code)))
    expect(found.map((shop) => shop?.name)).toEqual(codes.map((code) => `n${code}`))
    expect(await one.masterDataReader.findShop(`${sellerId}-2`, 'A1')).toBeUndefined()
    expect(await list(other, `${sellerId}-2`)).toEqual([])
    const known = ['a1', 'A1', 'É', '02'].map((code) => other.masterDataReader.isShopKnown(sellerId, code))
    expect(await Promise.all(known)).toEqual([true, true, false, false])
    expect(await other.masterDataReader.isShopKnown(`${sellerId}-2`, '02')).toBe(true)
  },

  async 'six thousand shops are saved in parts and read page by page, each once'({ one, other, sellerId }) {
    const shops = Array.from({ length: 6000 }, (_, place) => ({
      code: String(place).padStart(4, '0'),
      name: `店${place}`,
    }))
    for (let first = 0; first < shops.length; first += 500) await save(one, sellerId, shops.slice(first, first + 500))
    const read: string[] = []
    for (let afterCode = ''; ; afterCode = read.at(-1) ?? '') {
      const page = await other.masterDataReader.listShops({ sellerId, afterCode, limit: 999 })
      if (page.length === 0) break
      read.push(...page.map(({ code }) => code))
    }
    expect(read).toEqual(shops.map(({ code }) => code))
  },

  async 'saves of one shop at the same time follow one another'({ at, one, sellerId }) {
    const saved = await together(4, (place) => save(at(place), sellerId, [{ code: '01', name: `n${place}` }]))
    expect(saved.map(({ created, changed }) => [created, changed]).toSorted()).toEqual([
      ...[
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
    ])
    const events = await listEvents(one, sellerId)
    expect(events.slice(1).map(({ before }) => before)).toEqual(events.slice(0, -1).map(({ after }) => after))
    const { shops } = JSON.parse(events.at(-1)?.after ?? '')
    expect(await list(one, sellerId)).toMatchObject([{ name: shops[0].name }])
  },

  async 'categories have a category above them, until it is removed'({ one, other, sellerId }) {
    const rows = [
      { code: '10', name: '药品' },
      { code: '1001', name: '感冒用药', parent: '10' },
    ]
    expect(await saveOf(one, sellerId, rows)).toEqual({ created: 2, changed: 0, unchanged: 0 })
    expect(await saveOf(other, sellerId, [{ code: '1001', name: '感冒' }])).toMatchObject({ changed: 1 })
    expect(await other.masterDataReader.listCategories({ sellerId, afterCode: '10', limit: 10 })).toEqual([
      { code: '1001', name: '感冒', parent: '10', changedAtMs: noon },
    ])
    expect(await saveOf(one, sellerId, [{ code: '1001', name: '感冒', parent: '' }])).toMatchObject({ changed: 1 })
    const [, category] = await one.masterDataReader.listCategories({ sellerId, afterCode: '', limit: 10 })
    expect(category).toEqual({ code: '1001', name: '感冒', parent: undefined, changedAtMs: noon })
    expect((await listEvents(one, sellerId)).at(-1)).toMatchObject({
      kind: 'category',
      before: '{"categories":[{"code":"1001","name":"感冒","parent_code":"10"}]}',
      after: '{"categories":[{"code":"1001","name":"感冒"}]}',
    })
  },
}

function list(store: Store, sellerId: string) {
  return store.masterDataReader.listShops({ sellerId, afterCode: '', limit: 100 })
}

async function save({ lifecycleStore: lifecycle }: Store, sellerId: string, rows: readonly ShopRow[]) {
  return answerOf(await runAct(saveShops, { lifecycle, request: requestOf(sellerId), rows }))
}

async function saveOf({ lifecycleStore: lifecycle }: Store, sellerId: string, rows: readonly CategoryRow[]) {
  return answerOf(await runAct(saveCategories, { lifecycle, request: requestOf(sellerId), rows }))
}
