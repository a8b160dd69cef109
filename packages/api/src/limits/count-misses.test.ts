import { expect, test } from 'vitest'
import { createMissCounter, type Miss, type MissWindow } from './count-misses.ts'

const dayEndMs = 1_000_000
const minute = { name: 'minute', key: 'a', limit: 3, untilMs: 60_000 } as const
const alike = { name: 'alike', key: 'a 17', limit: 2, untilMs: dayEndMs } as const

const missOf = (hash: number | undefined, ...windows: readonly MissWindow[]): Miss => ({
  caller: 'a',
  windows,
  hash,
  dayEndMs,
})

test('counts different phones and refuses those beyond the limit, with one alarm', () => {
  const count = createMissCounter()
  const full = [1, 1, 2, 2, 3].map((hash) => count(missOf(hash, minute)).full)
  expect(full).toEqual([[], [], [], [], ['minute']])
  expect(count(missOf(4, minute))).toEqual({ full: ['minute'], isRefused: true, alarm: 'minute' })
  expect(count(missOf(undefined, minute))).toEqual({ full: ['minute'], isRefused: true, alarm: undefined })
  expect(count(missOf(5, { ...minute, untilMs: 120_000 })).isRefused).toBe(false)
})

test('says the longest of several full windows, and raises an alarm for each reason once a day', () => {
  const count = createMissCounter()
  const alarmsOf = (windows: readonly MissWindow[]) =>
    [1, 2, 3, 4].map((hash) => count(missOf(hash, ...windows)).alarm).filter((alarm) => alarm !== undefined)
  expect(alarmsOf([alike, minute])).toEqual(['alike'])
  const others = (key: string, untilMs: number) => [
    { ...alike, key, limit: 9 },
    { ...minute, untilMs },
  ]
  expect(alarmsOf(others('a 18', 120_000))).toEqual(['minute'])
  expect(alarmsOf(others('a 19', 180_000))).toEqual([])
  const nextDay = { ...missOf(9, { ...minute, untilMs: 180_000 }), dayEndMs: 2 * dayEndMs }
  expect(count(nextDay).alarm).toBe('minute')
})

test('a late miss of the minute before counts in the present one', () => {
  const count = createMissCounter()
  for (const hash of [1, 2, 3]) count(missOf(hash, { ...minute, untilMs: 120_000 }))
  expect(count(missOf(4, minute)).isRefused).toBe(true)
})

test('an attacker who fills the memory with windows pushes out old ones, and it stays bounded', () => {
  const count = createMissCounter()
  for (const hash of [1, 2]) count(missOf(hash, alike))
  for (let other = 0; other < 50_000; other += 1) count(missOf(1, { ...alike, key: `b ${other}` }))
  expect(count(missOf(3, alike)).isRefused).toBe(false)
})

test('a list of many strangers does not make it forget a window that fills', () => {
  const count = createMissCounter()
  const list = { ...alike, limit: 3 }
  for (const hash of [1, 2, 3]) count(missOf(hash, list))
  for (let place = 0; place < 60_000; place += 1) count(missOf(place, { ...alike, key: `stranger ${place}` }))
  expect(count(missOf(4, list)).isRefused).toBe(true)
})
