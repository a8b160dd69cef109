import { businessErrors, consoleErrors, type Text } from '@yaoquan/api'
import { decodeErrorJson } from '@yaoquan/protocol'

/**
 * Why a call gave no result.
 * - `offline`: nothing came back; whether a write was done is not known.
 * - `signed-out`: the session ended or the operator was disabled; nothing was done.
 * - `refused`: the server refused; nothing was changed.
 * - `fault`: the server failed; whether a write was done is not known.
 */
type FailureKind = 'offline' | 'signed-out' | 'refused' | 'fault'

type Failure = Readonly<{
  kind: FailureKind
  /** The error's code in the API, such as `COUPON_USED`. */
  code?: string | undefined
  /** What the server said. */
  said?: string | undefined
  /** In which language; default Chinese. */
  saidIn?: keyof Text | undefined
  /** What it said, where it said it in both languages. */
  texts?: Text | undefined
  requestId?: string | undefined
  /** For a refusal because a call names several members: their ids. */
  memberIds?: readonly string[] | undefined
  /** For a refusal because a list was used before: the job that used it. */
  knownJobId?: string | undefined
  facts?: RefusalFacts | undefined
}>

/** What the answer says of a refusal besides its text. */
export type RefusalFacts = Readonly<{
  /** What is missing to the threshold of a coupon, in yuan. */
  missingAmount?: string | undefined
  /** First or last day of a coupon. */
  date?: string | undefined
  /** When it was used, or until when it is held. */
  time?: string | undefined
  /** The order that used or holds it. */
  orderId?: string | undefined
  /** When the report of a day comes. */
  expectedAt?: string | undefined
}>

/** A call that gave no result. */
export class CallError extends Error {
  readonly kind: FailureKind
  readonly code: string | undefined
  readonly said: string | undefined
  readonly saidIn: keyof Text
  readonly texts: Text | undefined
  readonly requestId: string | undefined
  readonly memberIds: readonly string[]
  readonly knownJobId: string | undefined
  readonly facts: RefusalFacts

  constructor(failure: Failure) {
    const { kind, code, said, saidIn = 'zh', texts, requestId, memberIds = [], knownJobId, facts = {} } = failure
    super(`${kind} ${code ?? ''}`)
    this.name = 'CallError'
    this.kind = kind
    this.code = code
    this.said = said
    this.saidIn = saidIn
    this.texts = texts
    this.requestId = requestId
    this.memberIds = memberIds
    this.knownJobId = knownJobId
    this.facts = facts
  }
}

const waitCodes: readonly unknown[] = ['TOO_MANY_CALLS', 'TOO_MANY_PHONES_TRIED', 'TOO_MANY_MEMBERS_READ']

/** Whether the server would answer the same call later: what it finds is not known. */
export function hasToWait({ code }: CallError): boolean {
  return waitCodes.includes(code)
}

/** The first of several rows of a code: the others are special cases. */
const rows: ReadonlyMap<string, Readonly<{ message: Text; cure: Text }>> = new Map(
  Object.values(businessErrors)
    .toReversed()
    .map((row) => [row.code, row]),
)

const rowsOfConsole: typeof rows = new Map(Object.values(consoleErrors).map((row) => [row.code, row]))

/** Every code by which a call may be refused. */
export const refusalCodes: readonly string[] = [...rows.keys()].toSorted()

/** What a refusal means and what to do, from the table of errors; undefined for a code that it does not have. */
export function explanationOf(code: string | undefined): Readonly<{ message: Text; cure: Text }> | undefined {
  return code === undefined ? undefined : (rows.get(code) ?? rowsOfConsole.get(code))
}

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
