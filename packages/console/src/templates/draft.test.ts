import { expect, test } from 'vitest'
import { draftOf, templateOf } from './draft.ts'
import type { StoredTemplate } from './use-templates.ts'

const stored: StoredTemplate = {
  couponId: '11',
  couponName: '满199减99',
  kind: 'full_reduction',
  couponAmount: '99',
  orderAmount: '199',
  startDate: '2026-11-01',
  endDate: '2026-12-31',
  claimFrom: '2026-11-01 00:00:00',
  claimTo: '2026-11-30 23:59:59',
  shop: '01,02',
  category: '1001',
  excludeTags: 'special_price',
  weekdays: '3,6',
  hours: '08:00-12:00',
  memberTags: '慢病',
  memberDayOnly: true,
  stockTotal: 100,
  memberTotal: 5,
  stackable: false,
  layer: 1,
  perOrder: 2,
  returnPolicy: 'same_code',
  returnExtendDays: 3,
  returnSplit: 'keep',
  costBearer: '总部',
  notes: '备注',
  publishAt: '2026-11-01 00:00:00',
  description: '全场通用',
  version: 3,
  closed: false,
  savedAt: '2026-11-24 22:29:00',
}

test('a template that is opened and saved untouched stays what it was', () => {
  const { version: _version, closed: _closed, savedAt: _savedAt, ...terms } = stored
  expect(templateOf(draftOf(stored, false), stored)).toEqual(terms)
})

test('so does one whose coupons are valid for days from the claim', () => {
  const { startDate: _start, endDate: _end, ...others } = stored
  const relative = { ...others, validFromDay: 1, validToDay: 30 }
  expect(templateOf(draftOf(relative, false), relative)).toMatchObject({ validFromDay: 1, validToDay: 30 })
})

test('a copy has neither id nor time of publication', () => {
  const copy = templateOf(draftOf(stored, true), stored)
  expect(copy.couponId).toBe('')
  expect(copy).not.toHaveProperty('publishAt')
})

test('what another kind had is left out', () => {
  const draft = { ...draftOf(stored, false), kind: 'discount', discountPercent: 85, gift: '体温计' } as const
  const discount = templateOf(draft, stored)
  expect(discount).not.toHaveProperty('couponAmount')
  expect(discount).not.toHaveProperty('gift')
  expect(discount).toMatchObject({ discountPercent: 85, orderAmount: '199' })
})
