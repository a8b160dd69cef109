import { expect, it } from 'vitest'
import { parseClockText, parseDuration } from './times.ts'

const instantMs = Date.UTC(2026, 10, 24, 14, 29)

it.each([
  ['2026-11-24T22:29:00+08:00', instantMs],
  ['2026-11-24T14:29:00Z', instantMs],
  ['2026-11-24T14:29:00.250Z', instantMs + 250],
  ['2026-11-24 22:29:00', instantMs],
  [String(instantMs), instantMs],
])('reads %s', (text, expected) => {
  expect(parseClockText(text)).toBe(expected)
})

it.each(['2026-11-24', '2026-11-24T22:29:00', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', 'now', ''])(
  'refuses %j',
  (text) => {
    expect(() => parseClockText(text)).toThrow(/2026-11-24 22:29:00（GMT\+8）或 2026-11-24T22:29:00\+08:00/)
  },
)

it.each([
  ['1s', 1_000],
  ['30m', 1_800_000],
  ['6h', 21_600_000],
  ['30d', 2_592_000_000],
])('reads %s', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

it.each(['', '0s', '30', 'd', '1.5h', '-1h', '1w', '99999d', '1 h'])('refuses %j', (text) => {
  expect(() => parseDuration(text)).toThrow('30m、6h 或 30d')
})
