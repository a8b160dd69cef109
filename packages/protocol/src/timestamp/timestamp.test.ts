import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTimestamp, parseTimestamp } from './timestamp.ts'

const noon = Date.UTC(2016, 0, 1, 4, 0, 0)

it.each([
  ['2016-01-01 12:00:00', noon],
  [String(noon), noon],
  [String(noon / 1000), noon],
  ['2024-02-29 00:00:00', Date.UTC(2024, 1, 28, 16)],
])('reads %s', (text, epochMs) => {
  expect(parseTimestamp(text)).toBe(epochMs)
})

it.each([
  '',
  '2023-02-29 00:00:00',
  '2016-13-01 00:00:00',
  '2016-01-00 00:00:00',
  '2016-01-01 24:00:00',
  '2016-01-01 12:60:00',
  '2016-01-01 12:00:60',
  '2016-01-01T12:00:00',
  '2016-01-01 12:00:00 ',
  '2016-1-1 12:00:00',
  '2026-11-24 10:26:47 PM',
  '145162080',
  '14516208000',
  '-451620800',
  '１451620800',
])('refuses %j', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})

it('writes GMT+8 and cuts off milliseconds', () => {
  expect(formatTimestamp(Date.UTC(2026, 11, 31, 16, 0, 0, 999))).toBe('2027-01-01 00:00:00')
})

it('parses every second that it formats', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 250_000_000_000 }), (second) => {
      expect(parseTimestamp(formatTimestamp(second * 1000))).toBe(second * 1000)
    }),
  )
})
