import { expect, it } from 'vitest'
import { progressLines } from './progress.ts'

it('writes at most one line per second, with what is stored by then', () => {
  let nowMs = 0
  const lines: string[] = []
  const progress = progressLines(
    (line) => lines.push(line),
    () => nowMs,
  )
  for (const [atMs, rows] of [
    [400, 1000],
    [1399, 2000],
    [1400, 3000],
    [2300, 4000],
  ] as const) {
    nowMs = atMs
    progress.committed({ rows, created: rows - 10, existing: 8, bad: 2 }, 0)
  }
  expect(lines).toEqual([
    'imported 1000 rows (created 990, existing 8, bad 2)',
    'imported 3000 rows (created 2990, existing 8, bad 2)',
  ])
})
