import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileLines, isShown, logLineText, parseLogLine } from './file-lines.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-lines-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The next piece that has lines. */
async function next(pieces: AsyncGenerator<readonly string[]>): Promise<readonly string[]> {
  for (;;) {
    const { value = [] } = await pieces.next()
    if (value.length > 0) return value
  }
}

it.each([
  [0, ['一', '二', '三']],
  [1, ['二', '三']],
  [4, ['二', '三']],
  [5, ['三']],
  [8, ['三']],
])('reads whole lines from byte %i on', async (fromByte, expected) => {
  const path = join(folder, 'three')
  await writeFile(path, '一\n二\n三\nrest')
  const pieces = fileLines(path, { fromByte, follows: false })
  expect(await next(pieces)).toEqual(expected)
  expect(await pieces.next()).toEqual({ done: false, value: [] })
  expect(await pieces.next()).toEqual({ done: true, value: undefined })
})

it('follows what is appended, in pieces too, and a file that was cut or replaced', async () => {
  const path = join(folder, 'log')
  await writeFile(path, 'a\nb')
  const pieces = fileLines(path, { fromByte: 0, follows: true, pollMs: 5 })
  expect(await next(pieces)).toEqual(['a'])
  await appendFile(path, '\nc\n')
  expect(await next(pieces)).toEqual(['b', 'c'])
  await truncate(path, 0)
  await pieces.next()
  await pieces.next()
  await appendFile(path, 'd\n')
  expect(await next(pieces)).toEqual(['d'])
  await appendFile(path, 'e\n')
  await rename(path, `${path}.1`)
  await writeFile(path, 'f\n')
  expect(await next(pieces)).toEqual(['e'])
  expect(await next(pieces)).toEqual(['f'])
  await pieces.return(undefined)
})

it('cuts a line of any length, and goes on with the next', async () => {
  const path = join(folder, 'long')
  await writeFile(path, Buffer.concat([Buffer.alloc(48 * 2 ** 20), Buffer.from('\nnext\n')]))
  const pieces = fileLines(path, { fromByte: 0, follows: false })
  expect((await next(pieces)).map(({ length }) => length)).toEqual([2 ** 20, 4])
})

const call =
  '{"level":30,"time":"2026-11-30T17:27:19.094Z","pid":7,"requestId":"ey2ado6esk6m","code":0,"ids":[1],"msg":"call answered"}'

it('shows time in GMT+8, level and message, then the rest', () => {
  const line = parseLogLine(call)
  expect(line && logLineText(line)).toBe(
    '2026-12-01 01:27:19.094  INFO   call answered  pid=7  requestId=ey2ado6esk6m  code=0  ids=[1]',
  )
})

it('makes control characters of values harmless', () => {
  const line = parseLogLine('{"level":50,"time":"x\\u001b[2J","a":"b\\nc"}')
  expect(line && logLineText(line)).toBe('x [2J  ERROR    a=b c')
})

it.each(['', 'Error: boom', '{"level":30', '{"level":"info"}', '[]'])('reads no line in %j', (text) => {
  expect(parseLogLine(text)).toBeUndefined()
})

it.each([
  [call, {}, true],
  ['Error: boom', {}, true],
  ['Error: boom', { level: 'trace' }, false],
  [call, { level: 'info' }, true],
  [call, { level: 'warn' }, false],
  [call, { request: 'ey2ado6esk6m' }, true],
  [call, { request: 'ey2ado6esk6' }, false],
  [call, { level: 'error', request: 'ey2ado6esk6m' }, false],
] as const)('of %s with %j shows: %s', (text, filter, shown) => {
  expect(isShown(parseLogLine(text), filter)).toBe(shown)
})
