import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
const options = { titles: ['券码', '备注', '手机'], isSpreadsheet: false }

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
    const next = startBadRowsFile(join(folder, 'next.csv'), { titles, isSpreadsheet: false })
    next.add({ line: 2, cells: row?.cells ?? [], reasons: [] })
    await next.close()
    expect(readFileSync(next.path, 'utf8').split('\r\n')[0]).toBe('\ufeff券码,备注,手机,未导入的原因')
  },
)

it('leaves no list behind when there is no bad row, not even an earlier one', async () => {
  writeFileSync(join(folder, 'b.csv.errors.csv'), 'old')
  writeFileSync(join(folder, 'b.csv.errors.xlsx'), 'old')
  const file = startBadRowsFile(join(folder, 'b.csv'), options)
  await file.close()
  expect(existsSync(file.path)).toBe(false)
  expect(existsSync(join(folder, 'b.csv.errors.xlsx'))).toBe(false)
})

it('reports that the list cannot be written', () => {
  const file = startBadRowsFile(join(folder, 'none', 'c.csv'), options)
  expect(() => file.add({ line: 2, cells: [], reasons })).toThrow(/无法写入 .*c\.csv\.errors\.csv: ENOENT/)
})
