import { expect, test } from 'vitest'
import { waitForHours } from './pace.ts'

const at = (time: string) => Date.parse(`2026-11-24T${time}+08:00`)
const minuteMs = 60_000

test.each([
  ['before night', '21:59:00', { fromHour: 22, toHour: 6 }, minuteMs],
  ['at night', '22:00:00', { fromHour: 22, toHour: 6 }, 0],
  ['after midnight', '05:59:59', { fromHour: 22, toHour: 6 }, 0],
  ['in the morning', '06:00:00', { fromHour: 22, toHour: 6 }, 16 * 60 * minuteMs],
  ['at noon', '12:30:00', { fromHour: 12, toHour: 13 }, 0],
  ['after noon', '13:00:00', { fromHour: 12, toHour: 13 }, 23 * 60 * minuteMs],
] as const)('%s the wait ends when the hours begin', (_when, time, hours, waitMs) => {
  expect(waitForHours(at(time), hours)).toBe(waitMs)
})

test('without hours there is no wait', () => {
  expect(waitForHours(at('12:00:00'), undefined)).toBe(0)
})
