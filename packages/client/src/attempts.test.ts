import { type ErrorName, getTime } from '@yaoquan/api'
import { encodeError, encodeResponse, topError } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { RateLimitError, type RetryPolicy, ServiceError, TopClient, type TopClientOptions } from './index.ts'

const method = getTime.name
const time = encodeResponse(getTime, { time: '2026-11-24 22:29:00' }, 'req1', 'json')

function failing(name: ErrorName, values?: Record<string, string | number>): string {
  return encodeError(topError(name, values), 'req9', 'json')
}

/** A client of a gateway that gives these answers, and the last one again and again. */
function answeredBy(answers: readonly string[], options: Partial<TopClientOptions>): TopClient {
  let calls = 0
  return new TopClient({
    url: 'http://gateway.example/router/rest',
    appKey: '12345678',
    appSecret: 'helloworld',
    retryPolicy: () => 0,
    fetch: async () => {
      const answer = answers[Math.min(calls, answers.length - 1)] ?? ''
      calls += 1
      return { status: 200, text: async () => answer }
    },
    ...options,
  })
}

it('tells the hooks of each attempt, without parameters', async () => {
  const told: unknown[] = []
  const onRequest = (attempt: object) => told.push(attempt)
  const client = answeredBy([failing('remoteServiceError'), time], { onRequest, onResponse: onRequest })
  await client.getTime()
  const ended = { durationMs: expect.any(Number), outRequestNo: undefined }
  expect(told).toEqual([
    { method, attempt: 1, outRequestNo: undefined },
    { method, attempt: 1, ...ended, requestId: 'req9', error: expect.any(ServiceError) },
    { method, attempt: 2, outRequestNo: undefined },
    { method, attempt: 2, ...ended, requestId: 'req1', error: undefined },
  ])
})

it('writes a line for each attempt to the logger, without parameters and messages', async () => {
  const lines: string[] = []
  const add = (level: string) => (line: string) => lines.push(`${level} ${line.replace(/in \d+ ms/, 'in 1 ms')}`)
  const logger = { debug: add('debug'), warn: add('warn') }
  await answeredBy([failing('remoteServiceError'), time], { logger }).getTime()
  expect(lines).toEqual([
    'warn taobao.time.get, attempt 1: failed with ServiceError in 1 ms, request_id req9, code 15, isp.unknown-error',
    'debug taobao.time.get, attempt 2: answered in 1 ms, request_id req1',
  ])
})

it('asks the retry policy about each failure of a call that may be sent again', async () => {
  const failures: unknown[] = []
  const retryPolicy: RetryPolicy = ({ error, attempt }) => {
    failures.push([error.name, attempt])
    return attempt < 3 ? 0 : undefined
  }
  const client = answeredBy([failing('appCallLimited', { seconds: 2 })], { retryPolicy, retries: 5 })
  await expect(client.getTime()).rejects.toBeInstanceOf(RateLimitError)
  expect(failures).toEqual([1, 2, 3].map((attempt) => ['RateLimitError', attempt]))
  // A write without a request number is not sent again, whatever the policy says.
  const write = { ...getTime, effect: 'write' } as const
  await expect(client.execute(write, {})).rejects.toBeInstanceOf(RateLimitError)
  expect(failures).toHaveLength(3)
})
