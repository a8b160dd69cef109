import type { RefusalEntry, RefusalLog, RefusalPlace, RefusalSpan } from './refused-call.ts'

export type RefusalQuery = Readonly<{
  sellerId: string
  span: RefusalSpan
  /** Undefined: of any. */
  appKey: string | undefined
  method: string | undefined
  errorCode: string | undefined
  after: RefusalPlace | undefined
  /** 1..200 */
  limit: number
}>

export type RefusalPage = Readonly<{
  /** The newest first. */
  refusals: readonly RefusalEntry[]
  /** After which call the next page begins; undefined at the end. */
  next: RefusalPlace | undefined
}>

/** Calls that a page examines at most, in blocks. */
const maxExamined = 10_000
const blockSize = 1_000

/** Refused calls that match. A page examines some thousand calls, so it may be short, even empty, and still have a next one. */
export async function listRefusals(
  { sellerId, span, after, limit, ...asked }: RefusalQuery,
  log: Pick<RefusalLog, 'listRefusals'>,
): Promise<RefusalPage> {
  const found: RefusalEntry[] = []
  let last = after
  for (let examined = 0; examined < maxExamined; examined += blockSize) {
    const block = await log.listRefusals(sellerId, span, { after: last, limit: blockSize })
    for (const refusal of block) {
      last = { atMs: refusal.atMs, requestId: refusal.requestId }
      if (isAsked(refusal, asked)) found.push(refusal)
      if (found.length === limit) return { refusals: found, next: last }
    }
    if (block.length < blockSize) return { refusals: found, next: undefined }
  }
  return { refusals: found, next: last }
}

type Input = Pick<RefusalQuery, 'appKey' | 'method' | 'errorCode'>

function isAsked(refusal: RefusalEntry, { appKey, method, errorCode }: Input): boolean {
  return (
    (appKey ?? refusal.appKey) === refusal.appKey &&
    (method ?? refusal.method) === refusal.method &&
    (errorCode ?? refusal.errorCode) === refusal.errorCode
  )
}
