import { expect, test } from 'vitest'
import { changedPeriods, previewOf, requestOf } from './periods.ts'

const opened = { requestDays: 400, memberDays: null, eventDays: 365 }

test('tells the shorter periods, which are counted first, from the longer ones', () => {
  const changes = changedPeriods(opened, { requestDays: 90, memberDays: 1000, eventDays: null })
  expect(changes.map(({ kind, from, to, isShorter }) => [kind.days, from, to, isShorter])).toEqual([
    ['requestDays', 400, 90, true],
    ['memberDays', null, 1000, true],
    ['eventDays', 365, null, false],
  ])
  expect(previewOf(changes)).toEqual({ requestDays: 90, memberDays: 1000 })
  expect(requestOf(changes)).toEqual({ requestDays: 90, memberDays: 1000, eventDays: 0 })
})

test('asks for nothing where no period is shorter', () => {
  expect(changedPeriods(opened, opened)).toEqual([])
  expect(previewOf(changedPeriods(opened, { ...opened, requestDays: 401 }))).toBeUndefined()
})
