import { expect, it } from 'vitest'
import { progressLines } from './progress.ts'

it('writes at most one line per second, with what is stored by then, the rate and the time left', () => {
  let nowMs = 0
  const lines: string[] = []
  const progress = progressLines(
    (line) => lines.push(line),
    () => nowMs,
  )
  for (const [atMs, rows, part] of [
    [400, 1000, 0.01],
    [1399, 2000, 0.02],
    [1400, 3000, 0.03],
    [2300, 4000, 0.04],
    [62_000, 62_000, 0.5],
  ] as const) {
    nowMs = atMs
    progress.committed({ rows, created: rows - 10, existing: 8, bad: 2 }, part)
  }
  expect(lines).toEqual([
    '已导入 1000 行（新建 990，已有 8，有错误 2）',
    '已导入 3000 行（新建 2990，已有 8，有错误 2），3%，每秒 2143 行，还需 0:46',
    '已导入 62000 行（新建 61990，已有 8，有错误 2），50%，每秒 1000 行，还需 1:02',
  ])
})
