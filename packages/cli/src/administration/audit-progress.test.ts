import { expect, test } from 'vitest'
import { auditLines, progressText } from './audit-progress.ts'

test('tells rate and time left of what was done since it began here', () => {
  let nowMs = 5_000
  const text = progressText({ done: 1_000, planned: 10_000, sellerId: undefined }, () => nowMs)
  nowMs += 2_000
  const said = text({ done: 3_000, planned: 10_000, sellerId: '111' })
  expect(said).toContain('3000')
  expect(said).toContain('10000')
  expect(said).toContain('30')
  expect(said).toContain('1000')
  expect(said).toContain('7 s')
  expect(text({ done: 1_000, planned: 10_000, sellerId: undefined })).not.toContain('Infinity')
})

test.each([
  [59, '59 s'],
  [61, '2 min'],
  [7_260, '2 h 1 min'],
])('words %i s as %s', (seconds, words) => {
  let nowMs = 0
  const text = progressText({ done: 0, planned: seconds + 1, sellerId: undefined }, () => nowMs)
  nowMs = 1_000
  expect(text({ done: 1, planned: seconds + 1, sellerId: undefined })).toContain(words)
})

test('where nobody watches, prints nothing of an audit of less than a minute, then a line a minute', () => {
  let nowMs = 0
  const lines: string[] = []
  const shown = auditLines(
    { done: 0, planned: 200, sellerId: undefined },
    () => nowMs,
    (line) => lines.push(line),
  )
  for (const second of [1, 59, 60, 61, 119, 120]) {
    nowMs = second * 1_000
    shown.show({ done: second, planned: 200, sellerId: undefined })
  }
  expect(lines).toEqual([expect.stringContaining('60 / 200'), expect.stringContaining('120 / 200')])
})
