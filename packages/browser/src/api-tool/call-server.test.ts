import { errors, getTime, queryCoupon } from '@yaoquan/api'
import { encodeError, encodeResponse, formatTimestamp, topError } from '@yaoquan/protocol'
import { describe, expect, it } from 'vitest'
import { callServer, type SentCall } from './call-server.ts'
import type { ToolCall } from './tool-call.ts'

const localMs = Date.parse('2026-11-24T22:29:00+08:00')
const serverMs = localMs + 3_600_000

const call: ToolCall = {
  definition: getTime,
  values: {},
  settings: { format: 'json', simplify: false, signMethod: 'md5' },
  credentials: { appKey: '1', appSecret: 's', session: '' },
}

function answered(text: string, date?: string): SentCall {
  return { kind: 'answered', status: 200, text, date, elapsedMs: 5 }
}

const time = encodeResponse(getTime, { time: '2026-11-24 22:29:00' }, 'r', 'json')

/** A server that accepts timestamps of its own clock only and reports its time in one of two ways. */
function strictServer(refusal: SentCall) {
  const bodies: string[] = []
  const send = async (body: string): Promise<SentCall> => {
    bodies.push(body)
    return new URLSearchParams(body).get('timestamp') === formatTimestamp(serverMs) ? answered(time) : refusal
  }
  return { send, bodies }
}

const invalid = { ...topError('invalidTimestamp') }
const inSandbox = { ...invalid, subMsg: `服务器时间: ${formatTimestamp(serverMs)} (GMT+8)` }

describe('a wrong local clock', () => {
  it.each([
    ['sub_msg', answered(encodeError(inSandbox, 'r', 'json'))],
    ['the header Date', answered(encodeError(invalid, 'r', 'json'), new Date(serverMs).toUTCString())],
  ])('is corrected by %s, and the call is sent once more', async (_place, refusal) => {
    const server = strictServer(refusal)
    const result = await callServer(call, { send: server.send, now: () => localMs })
    expect(result).toMatchObject({ reading: { kind: 'success' }, clockAheadMs: 3_600_000 })
    expect(server.bodies).toHaveLength(2)
  })

  it('stays uncorrected if the answer contains no time', async () => {
    const server = strictServer(answered(encodeError(invalid, 'r', 'json')))
    const result = await callServer(call, { send: server.send, now: () => localMs })
    expect(result).toMatchObject({
      reading: { kind: 'error', known: { name: 'invalidTimestamp', row: errors.invalidTimestamp } },
      clockAheadMs: undefined,
    })
    expect(server.bodies).toHaveLength(1)
  })
})

describe('an answer', () => {
  const calling = (text: string, changes: Partial<ToolCall> = {}) =>
    callServer({ ...call, ...changes }, { send: async () => answered(text), now: () => localMs })

  it('with an error of the gateway is returned with its row of the error table', async () => {
    const { subMsgEn, ...error } = topError('sessionExpired')
    expect(subMsgEn).toMatch(/^The session/)
    expect((await calling(encodeError(error, 'r', 'json'))).reading).toEqual({
      kind: 'error',
      error,
      known: { name: 'sessionExpired', row: errors.sessionExpired },
    })
  })

  it.each(['json', 'xml'] as const)(
    'of the method that refuses comes with its row of the definition, in %s',
    async (format) => {
      const page = { currentPage: 1, coupons: [], totalCount: 0, totalPage: 0 }
      const response = { result: { errorCode: 'QUERY_RESULT_EMPTY', errorMessage: '查询为空', page, success: false } }
      const text = encodeResponse(queryCoupon, response, 'r', format)
      const { reading } = await calling(text, { definition: queryCoupon, settings: { ...call.settings, format } })
      expect(reading).toEqual({
        kind: 'business',
        code: 'QUERY_RESULT_EMPTY',
        message: '查询为空',
        known: queryCoupon.errorCodes[0],
      })
    },
  )

  it('of another server is unreadable', async () => {
    expect((await calling('<html>')).reading).toMatchObject({ kind: 'unreadable' })
  })

  it('that never arrives gives no reading', async () => {
    const sent: SentCall = { kind: 'failed', reason: 'offline' }
    const result = await callServer(call, { send: async () => sent, now: () => localMs })
    expect(result).toMatchObject({ sent, reading: undefined })
  })
})
