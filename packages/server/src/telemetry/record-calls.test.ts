import { pino } from 'pino'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { recordCalls } from './record-calls.ts'

test('an ignored member is logged at its first call, with app, method and name, and not at each of them', () => {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(line) })
  const { memberIgnored } = recordCalls(logger, new Registry())
  for (const name of ['phne', 'phne', 'phne', 'cardno']) memberIgnored({ appKey: '1', method: 'query', name })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { appKey: '1', method: 'query', name: 'phne', calls: 1 },
    { appKey: '1', method: 'query', name: 'cardno', calls: 1 },
  ])
})
