import type { ActName } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { paletteEntries } from './palette-entries.ts'

const screens = [
  { path: '/overview', title: { zh: '经营概览', en: 'Overview' }, act: 'read-figures', jump: 'o' },
  { path: '/coupons', title: { zh: '优惠券', en: 'Coupons' }, act: 'search-coupons', jump: 'c' },
  { path: '/templates/edit', act: 'save-templates' },
] as const

const all = () => true
const shown = (typed: string, may: (act: ActName) => boolean = all) =>
  paletteEntries({ typed, language: 'zh', may, screens }).map((entry) => ('name' in entry ? entry.name : entry.kind))

test('names screens and acts by words of either language, before the look-up', () => {
  expect(shown('概览')).toEqual(['经营概览', 'look-up'])
  expect(shown('coupons')).toEqual(['优惠券', '导入优惠券', 'look-up'])
  expect(shown('  Import  COUPONS ')).toEqual(['导入优惠券', 'look-up'])
})

test('looks a text with a digit up first', () => {
  expect(shown('18612255668')).toEqual(['look-up'])
  expect(shown('186****5668')).toEqual(['look-up'])
})

test('offers all that the role may open before something is typed, and no look-up of nothing', () => {
  expect(shown('').slice(0, 3)).toEqual(['经营概览', '优惠券', '新建券模板'])
  expect(shown('')).not.toContain('look-up')
})

test('offers nothing that the role may not do', () => {
  expect(shown('', (act) => act === 'search-coupons')).toEqual(['优惠券', '修改我的密码'])
  expect(shown('zz1', () => false)).toEqual([])
})
