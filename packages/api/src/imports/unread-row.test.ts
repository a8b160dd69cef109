import { expect, it } from 'vitest'
import { reasonColumn } from './import-fields.ts'
import { readFileRow } from './read-row.ts'
import { isUnread, unreadNote } from './unread-row.ts'

const titles = ['券码', '手机号', '金额', '满', '名称']
const mapping = ['coupon_code', 'phone', 'coupon_amount', 'order_amount', 'coupon_name', undefined]
const file = { mapping: mapping.slice(0, 5), order: undefined, width: 5 }

it.each([
  ['more', ['A1', '13800138000', '1', '000', '199', '大额券'], '大额券'],
  ['fewer', ['A2', '13800138000', '5'], ''],
] as const)(
  'a row with %s cells than titles stays refused in its list, also as .xlsx and in the next list',
  (_what, values, surplus) => {
    const first = readFileRow({ line: 2, values }, file).fault
    expect(first !== undefined && isUnread(first)).toBe(true)
    let [cells, from]: [readonly string[], readonly string[]] = [values, titles]
    for (const language of ['zh', 'en'] as const) {
      const note = unreadNote(cells, from)[language]
      expect(note).toContain(surplus)
      const listed = titles.map((_, place) => cells[place] ?? '')
      ;[cells, from] = [
        [...listed, `第 2 行：${note}`],
        [...titles, reasonColumn.zh],
      ]
      for (const width of [6, undefined]) {
        const reading = { mapping, order: undefined, width, reasons: 5 }
        const again = readFileRow({ line: 2, values: cells }, reading).fault
        expect(again !== undefined && isUnread(again)).toBe(true)
        expect(again?.zh).not.toContain('大额券')
        expect(readFileRow({ line: 2, values: [...listed, ''] }, reading).fault).toBeUndefined()
      }
    }
  },
)

it('keeps every surplus value through several lists', () => {
  const listed = ['A', `x${unreadNote(['A', 'b', 'c'], ['券码']).zh}`]
  const again = unreadNote([...listed, 'd'], ['券码', reasonColumn.zh])
  expect([again.zh, again.en]).toEqual([
    '【这一行没有读取，多出：b | c | d；改好后清空本格】',
    '[this row was not read, surplus: b | c | d; empty this cell when it is mended]',
  ])
})
