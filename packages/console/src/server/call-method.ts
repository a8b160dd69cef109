import { businessErrors, type MethodDefinition, type RequestOf, type ResponseOf } from '@yaoquan/api'
import { decodeJsonResponse, encodeRequest } from '@yaoquan/protocol'
import { chosenLanguage } from '../language/texts.ts'
import { CallError, type RefusalFacts } from './call-error.ts'
import { sendForText } from './send.ts'

/** A `yaoquan.*` method: its response is a `result` with `success`. */
export type ResultMethod = MethodDefinition &
  Readonly<{ response: Readonly<{ result: Readonly<{ kind: 'object'; required: true }> }> }>

/** The result of such a method, and the id by which the server's log names the call. */
export type ResultOf<M extends ResultMethod> = (ResponseOf<M> extends { readonly result: infer R } ? R : never) &
  Readonly<{ requestId: string }>

export type CallPlace = Readonly<{ sellerId: string; signal?: AbortSignal | undefined }>

type Outcome = RefusalFacts &
  Readonly<{
    success: boolean
    errorCode?: string
    errorMessage?: string
    memberIds?: readonly string[]
    knownJobId?: string
  }>

/**
 * Calls a method of the API for a seller. Of a write on several coupons some may have failed: the result's items say which.
 * @throws CallError
 */
export async function callMethod<M extends ResultMethod>(
  definition: M,
  request: RequestOf<M>,
  { sellerId, signal }: CallPlace,
): Promise<ResultOf<M>> {
  const body = encodeRequest(definition, request)
  const saidIn = chosenLanguage()
  const text = await sendForText({ verb: 'POST', path: definition.name, body, sellerId, language: saidIn, signal })
  const answer = decodeJsonResponse(definition, text, 'simplified')
  if (answer.kind === 'unreadable') throw new CallError({ kind: 'fault', said: answer.reason })
  const { requestId } = answer
  if (answer.kind === 'error') {
    const { code, msg, subCode, subMsg } = answer.error
    throw new CallError({ kind: 'refused', code: subCode ?? String(code), said: subMsg ?? msg, saidIn, requestId })
  }
  const { result } = answer.response as unknown as Readonly<{ result: Outcome }>
  if (!result.success && result.errorCode !== businessErrors.partlyFailed.code) {
    const { errorCode: code, errorMessage: said, memberIds, knownJobId } = result
    throw new CallError({ kind: 'refused', code, said, saidIn, requestId, memberIds, knownJobId, facts: result })
  }
  return { ...result, requestId } as unknown as ResultOf<M>
}

type Page = Readonly<{ nextCursor?: string | undefined }>

/**
 * The pages of a list that is read by cursors, one after another.
 * @param read reads the page of a cursor; undefined: the first
 * @param goesOn whether to read another page after these, where there is one
 */
export async function readPages<P extends Page>(
  read: (cursor: string | undefined) => Promise<P>,
  goesOn: (pages: readonly P[]) => boolean = () => true,
): Promise<readonly P[]> {
  const pages: P[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor)
    pages.push(page)
    cursor = page.nextCursor
    if (cursor === undefined || !goesOn(pages)) return pages
  }
}
