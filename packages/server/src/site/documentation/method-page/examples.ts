import type { MethodDefinition, RequestOf, ResponseOf } from '@yaoquan/api'
import { type Encoding, encodeError, encodeRequest, encodeResponse, prettyPrint } from '@yaoquan/protocol'
import { exampleAnswer, exampleValues } from '@yaoquan/samples'

/** The business parameters of an example call as they are sent, by wire name. */
export function exampleParameters(definition: MethodDefinition): Readonly<Record<string, string>> {
  return encodeRequest(definition, exampleValues(definition) as RequestOf<MethodDefinition>)
}

/**
 * The example response of a method: the encoder of real responses applied to the examples of its definition, then indented.
 * As on TOP's pages, the XML declaration and `request_id` are left out; `request_id` is one of the public parameters.
 */
export function exampleResponse(definition: MethodDefinition, encoding: Encoding): string {
  const values = exampleAnswer(definition) as ResponseOf<MethodDefinition>
  return layOut(encodeResponse(definition, values, requestId, encoding), encoding)
}

/** The error that TOP shows on every page. */
export function exampleError(encoding: Encoding): string {
  const error = { code: 50, msg: 'Remote service error', subCode: 'isv.invalid-parameter', subMsg: '非法参数' }
  return layOut(encodeError(error, requestId, encoding), encoding)
}

const requestId = 'example'

function layOut(text: string, encoding: Encoding): string {
  const shown =
    encoding === 'xml'
      ? text.replace(/^<\?.*?\?>/, '').replace(`<request_id>${requestId}</request_id>`, '')
      : JSON.stringify(withoutRequestId(JSON.parse(text)))
  return prettyPrint(shown, encoding, 4)
}

/** `request_id` is a member of the root element. A simplified response has no root element, so it is a top-level member there. */
function withoutRequestId(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { request_id: _own, ...members } = answer
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      name.endsWith('_response') ? withoutRequestId(value as typeof answer) : value,
    ]),
  )
}
