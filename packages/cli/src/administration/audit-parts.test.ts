import { expect, test } from 'vitest'
import { auditLines, auditUntil, progressText } from './audit-parts.ts'

test('a signal ends the process while the files of the database are checked, and only the audit afterwards', async () => {
  const before = process.listenerCount('SIGINT')
  const handlers: number[] = []
  const note = async () => {
    handlers.push(process.listenerCount('SIGINT') - before)
  }
  const pass = {
    progress: { done: 0, planned: 1, sellerId: undefined },
    isDone: false,
    checkStorage: note,
    async next() {
      await note()
      pass.isDone = true
    },
  }
  expect(await auditUntil(pass, Number.POSITIVE_INFINITY)).toBe(false)
  expect(handlers).toEqual([0, 1])
  expect(process.listenerCount('SIGINT')).toBe(before)
})

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
