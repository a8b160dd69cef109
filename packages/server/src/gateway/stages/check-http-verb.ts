import { type Refused, refuse } from '#gateway/call/refusal'

/** Code 9: GET and POST only (docs/reference/top-protocol.md, 7). */
export function checkHttpVerb(verb: string): Refused | undefined {
  return verb === 'POST' || verb === 'GET' ? undefined : refuse('httpActionNotAllowed')
}
