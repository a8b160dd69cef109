import { expect, test } from 'vitest'
import type { Shop } from '#domain/master-data/master-data-store'
import { type CategoryRow, type ShopRow, saveCategories, saveShops } from './save-master-data.ts'

const nowMs = 1000
const stored: Shop = { code: '01', name: '朝阳店', city: '北京', isClosed: false, changedAtMs: 1 }
const counts = { created: 0, changed: 0, unchanged: 0 }

function saveShop(row: Partial<ShopRow>, shops: readonly Shop[] = [stored]) {
  const found = { stored: new Map(shops.map((shop) => [shop.code, shop])) }
  return saveShops.decide({ input: { rows: [{ code: '01', name: '朝阳店', ...row }] }, found, nowMs })
}

test.each<[string, Partial<ShopRow>]>([
  ['what it has', { city: '北京', isClosed: false }],
  ['nothing but its name', {}],
])('a shop that is sent with %s stays as it is, without an event', (_what, row) => {
  expect(saveShop(row)).toEqual({ kind: 'done', answer: { ...counts, unchanged: 1 }, changes: [] })
})

test.each<[string, Partial<ShopRow>, Partial<Shop>]>([
  ['another name', { name: '朝阳大药房' }, { name: '朝阳大药房' }],
  ['another city', { city: '天津' }, { city: '天津' }],
  ['a blank city', { city: '' }, { city: undefined }],
  ['closed', { isClosed: true }, { isClosed: true }],
])('a shop that is sent with %s changes in that alone', (_what, row, changed) => {
  const changes = [{ kind: 'shopsSaved', to: [{ from: stored, to: { ...stored, ...changed, changedAtMs: nowMs } }] }]
  expect(saveShop(row)).toEqual({ kind: 'done', answer: { ...counts, changed: 1 }, changes })
})

test('a new shop is open and has no city, unless it is said', () => {
  const decided = [saveShop({}, []), saveShop({ city: '', isClosed: true }, [])]
  const added = { code: '01', name: '朝阳店', city: undefined, isClosed: false, changedAtMs: nowMs }
  expect(decided).toEqual(
    [added, { ...added, isClosed: true }].map((to) => ({
      kind: 'done',
      answer: { ...counts, created: 1 },
      changes: [{ kind: 'shopsSaved', to: [{ from: undefined, to }] }],
    })),
  )
})

test.each<[string, CategoryRow, string | undefined | 'unchanged']>([
  ['keeps its parent where none is sent', { code: '1', name: '感冒' }, '10'],
  ['loses its parent where a blank one is sent', { code: '1', name: '感冒用药', parent: '' }, undefined],
  ['gets the parent that is sent', { code: '1', name: '感冒用药', parent: '11' }, '11'],
  ['stays as it is', { code: '1', name: '感冒用药', parent: '10' }, 'unchanged'],
])('a category %s', (_what, row, parent) => {
  const from = { code: '1', name: '感冒用药', parent: '10', changedAtMs: 1 }
  const decision = saveCategories.decide({ input: { rows: [row] }, found: { stored: new Map([['1', from]]) }, nowMs })
  const to = { code: '1', name: row.name, parent, changedAtMs: nowMs }
  const changes = parent === 'unchanged' ? [] : [{ kind: 'categoriesSaved', to: [{ from, to }] }]
  expect(decision).toMatchObject({ kind: 'done', changes })
})
