import { expect, it } from 'vitest'
import { isShown, logLineText, parseLogLine } from './log-line.ts'

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
