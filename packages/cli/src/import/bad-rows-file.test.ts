import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startBadRowsFile } from './bad-rows-file.ts'
import { openCoupons } from './open-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-bad-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))
const reasons = [
  { zh: '面额 不是"金额"', en: 'no amount' },
  { zh: '手机 太短', en: 'too short' },
]
const options = { titles: ['券码', '备注', '手机'], isSpreadsheet: false, isTable: true }

it('lists bad rows as the file has them, with all reasons in a last column, for its owner alone', async () => {
  const file = startBadRowsFile(join(folder, 'a.csv'), options)
  file.add({ line: 3, cells: ['A1', 'x, "y"', '+86138'], reasons })
  file.add({ line: 5, cells: ['A2'], reasons: reasons.slice(1) })
  await file.close()
  expect(readFileSync(file.path, 'utf8')).toBe(
    [
      '\ufeff券码,备注,手机,未导入的原因',
      `A1,"x, ""y""",'+86138,"第 3 行：面额 不是""金额""；手机 太短"`,
      'A2,,,第 5 行：手机 太短\r\n',
    ].join('\r\n'),
  )
  expect(statSync(file.path).mode & 0o777).toBe(0o600)
})

it.each([false, true])(
  'is imported as it is, and has one column of reasons however often: .xlsx %s',
  async (isSpreadsheet) => {
    const file = startBadRowsFile(join(folder, 'again'), { ...options, isSpreadsheet })
    file.add({ line: 3, cells: ['=A1', 'x', '+85291234567'], reasons })
    await file.close()
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
    const { titles, rows } = await openCoupons(file.path, { ignoreUnknown: true })
    const { value: row } = await rows[Symbol.asyncIterator]().next()
    expect(row).toMatchObject({ texts: { couponCode: '=A1', phone: '+85291234567' } })
    const next = startBadRowsFile(join(folder, 'next.csv'), { titles, isSpreadsheet: false, isTable: true })
    next.add({ line: 2, cells: row?.cells ?? [], reasons: [] })
    await next.close()
    expect(readFileSync(next.path, 'utf8').split('\r\n')[0]).toBe('\ufeff券码,备注,手机,未导入的原因')
  },
)

it.each([false, true])('writes guarded values as they were, however often: .xlsx %s', async (isSpreadsheet) => {
  const file = startBadRowsFile(join(folder, 'guard'), { ...options, isSpreadsheet })
  file.add({ line: 3, cells: ["'-5元券", "''=x", '-1'], reasons })
  await file.close()
  const { rows, titles } = await openCoupons(file.path, {
    map: new Map([
      ['备注', 'coupon_name'],
      ['手机', 'describe'],
    ]),
  })
  const { value: row } = await rows[Symbol.asyncIterator]().next()
  expect(row.texts).toEqual({ couponCode: '-5元券', couponName: "'=x", description: '-1' })
  const next = startBadRowsFile(join(folder, 'guard-2'), { titles, isSpreadsheet: false, isTable: true })
  next.add({ line: 2, cells: row.cells, reasons: [] })
  await next.close()
  expect(readFileSync(next.path, 'utf8').split('\r\n')[1]).toBe("'-5元券,''=x,'-1,第 2 行：")
})

it('keeps an earlier list until another is complete, and for a check has its own', async () => {
  const imported = join(folder, 'b.csv')
  const [csv, xlsx] = [`${imported}.errors.csv`, `${imported}.errors.xlsx`]
  for (const path of [csv, xlsx]) writeFileSync(path, 'in work')
  const listed = () => readdirSync(folder).filter((name) => name.startsWith('b.csv'))
  const good = startBadRowsFile(imported, options)
  await good.close()
  expect(good.earlier).toEqual([csv, xlsx])
  const check = startBadRowsFile(imported, { ...options, isCheck: true })
  check.add({ line: 2, cells: [], reasons })
  await check.close()
  expect(check.path).toBe(`${imported}.check.csv`)
  const bad = startBadRowsFile(imported, options)
  bad.add({ line: 2, cells: [], reasons })
  expect([csv, xlsx].map((path) => readFileSync(path, 'utf8'))).toEqual(['in work', 'in work'])
  await bad.close()
  expect(readFileSync(csv, 'utf8')).toContain('第 2 行')
  expect(listed()).toEqual(['b.csv.check.csv', 'b.csv.errors.csv', 'b.csv.errors.xlsx'])
})

it.each([
  ['more', ['A1', '备', '138', 'x'], '，多出：x'],
  ['fewer', ['A1', '备'], ''],
])('marks a row with %s cells than titles, which stays refused', async (_what, cells, surplus) => {
  const file = startBadRowsFile(join(folder, 'misfit'), options)
  const columns = cells.length
  file.add({ line: 2, cells, reasons: [{ zh: `有 ${columns} 列`, en: `${columns} columns, the header has 3` }] })
  await file.close()
  expect(readFileSync(file.path, 'utf8')).toContain(
    `第 2 行：有 ${columns} 列【这一行没有读取${surplus}；改好后清空本格】`,
  )
  const { rows } = await openCoupons(file.path, { ignoreUnknown: true })
  const { value: row } = await rows[Symbol.asyncIterator]().next()
  expect(row.fault).toMatchObject({ en: expect.stringContaining('it was not read before') })
})

it('reports that the list cannot be written', () => {
  const file = startBadRowsFile(join(folder, 'none', 'c.csv'), options)
  expect(() => file.add({ line: 2, cells: [], reasons })).toThrow(/无法写入 .*c\.csv\.errors\.csv: ENOENT/)
})
