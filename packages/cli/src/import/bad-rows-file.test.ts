import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startBadRowsFile } from './bad-rows-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-bad-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))
const reason = { zh: '不是"金额", 见文档', en: 'no "amount"' }

it('lists bad rows as CSV with a byte order mark, values quoted where needed', () => {
  const file = startBadRowsFile(join(folder, 'a.csv'))
  file.add({ line: 3, couponCode: 'A1', reason })
  file.add({ line: 5, reason })
  file.close()
  expect(readFileSync(file.path, 'utf8')).toBe(
    '\ufeffline,coupon_code,reason\n3,A1,"不是""金额"", 见文档"\n5,,"不是""金额"", 见文档"\n',
  )
})

it('leaves no list behind when there is no bad row, not even an earlier one', () => {
  writeFileSync(join(folder, 'b.csv.errors.csv'), 'old')
  const file = startBadRowsFile(join(folder, 'b.csv'))
  file.close()
  expect(existsSync(file.path)).toBe(false)
})

it('reports that the list cannot be written', () => {
  const file = startBadRowsFile(join(folder, 'none', 'c.csv'))
  expect(() => file.add({ line: 2, reason })).toThrow(/无法写入 .*c\.csv\.errors\.csv: ENOENT/)
})
