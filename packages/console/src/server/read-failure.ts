import type { Text } from '@yaoquan/api'
import { decodeErrorJson } from '@yaoquan/protocol'
import { CallError } from './call-error.ts'

/**
 * The error of an answer that is none of a method: of the session, of the gateway, or of something in between.
 * @param saidIn the language that the gateway was asked in
 */
export function readFailure(status: number, text: string, saidIn?: keyof Text): CallError {
  const gateway = decodeErrorJson(text)
  if (gateway !== undefined) {
    const { error, requestId } = gateway
    const code = error.subCode ?? String(error.code)
    const said = error.subMsg ?? error.msg
    return new CallError({ kind: status < 500 ? 'refused' : 'fault', code, said, saidIn, requestId })
  }
  const problem = readProblem(text)
  if (problem?.code === signedOut) return new CallError({ kind: 'signed-out' })
  if (status >= 400 && status < 500) return new CallError({ kind: 'refused', code: `HTTP ${status}`, ...problem })
  return new CallError({ kind: 'fault' })
}

const signedOut = 'SIGNED_OUT'

type Problem = Readonly<{ code: string; texts: Text }>

/** The body `{"error":{"code","zh","en"}}` of the console's API. */
function readProblem(text: string): Problem | undefined {
  const error = memberOf(parsed(text), 'error')
  const [code, zh, en] = ['code', 'zh', 'en'].map((name) => memberOf(error, name))
  if (typeof code !== 'string' || typeof zh !== 'string' || typeof en !== 'string') return undefined
  return { code, texts: { zh, en } }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? value[name as keyof typeof value] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
