import { type Refused, refuse } from '#gateway/call/refusal'

export type HttpVerb = 'GET' | 'POST'

/** Code 9 (docs/reference/top-protocol.md, 7). @param verbs those of the entrance */
export function checkHttpVerb(verb: string, verbs: readonly HttpVerb[]): Refused | undefined {
  return verbs.some((allowed) => allowed === verb) ? undefined : refuse('httpActionNotAllowed')
}
