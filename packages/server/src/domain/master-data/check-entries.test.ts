import { expect, test } from 'vitest'
import { findEntryFault } from './check-entries.ts'

const row = { code: '01', name: '朝阳店' }

test.each([
  [[row, { code: '02', name: '海淀店', city: '北京' }]],
  [[{ ...row, city: '', parent: '' }]],
  [[{ code: '0 1', name: 'x'.repeat(64), parent: '02' }]],
])('accepts %j', (rows) => {
  expect(findEntryFault(rows)).toBeUndefined()
})

test.each([
  [[row, { ...row, code: '' }], 1, 'code'],
  [[{ ...row, code: '@east' }], 0, 'code'],
  [[{ ...row, code: '01,02' }], 0, 'code'],
  [[{ ...row, code: '01;02' }], 0, 'code'],
  [[{ ...row, code: 'a\u0007' }], 0, 'code'],
  [[{ ...row, code: '\ud800' }], 0, 'code'],
  [[{ ...row, code: 'x'.repeat(65) }], 0, 'code'],
  [[row, { code: '02', name: 'b' }, row], 2, 'code'],
  [[{ ...row, name: '' }], 0, 'name'],
  [[{ ...row, name: 'a\nb' }], 0, 'name'],
  [[{ ...row, name: 'x'.repeat(65) }], 0, 'name'],
  [[{ ...row, city: 'a\tb' }], 0, 'city'],
  [[{ ...row, parent: '@a' }], 0, 'parent'],
  [[{ ...row, parent: '01' }], 0, 'parent'],
])('refuses %.60j at row %i by its %s', (rows, place, property) => {
  const rule = { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) }
  expect(findEntryFault(rows)).toEqual({ place, property, rule })
})
