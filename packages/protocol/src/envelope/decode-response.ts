import { type MethodDefinition, responseName } from '@yaoquan/api'
import { readXml, xmlValues } from '../encodings/read-xml.ts'
import { type DecodedResponse, decodeJsonResponse, decodeRoot, type Root } from './decode-json-response.ts'
import { type Encoding, errorFields, errorName, requestIdField } from './envelope.ts'

/**
 * Decodes the answer of a gateway. Accepts the variations of official gateways: member order, host comments, CDATA,
 * pretty printing, absent empty lists, numbers as text (docs/reference/top-protocol.md, 3). `requestId` is empty if the
 * answer has none.
 */
export function decodeResponse<M extends MethodDefinition>(
  definition: M,
  text: string,
  encoding: Encoding,
): DecodedResponse<M> {
  if (encoding !== 'xml') return decodeJsonResponse(definition, text, encoding)
  return decodeRoot(definition, xmlRoot(definition, text))
}

function xmlRoot(definition: MethodDefinition, text: string): Root {
  const document = readXml(text)
  if (document.kind === 'unreadable') return { kind: 'unreadable', reason: 'The answer is not valid XML' }
  const { root } = document
  if (root.name === errorName) return { kind: 'error', members: xmlValues({ ...errorFields, ...requestIdField }, root) }
  const name = responseName(definition.name)
  if (root.name !== name) return { kind: 'unreadable', reason: `The answer has no ${name}` }
  return { kind: 'response', members: xmlValues({ ...definition.response, ...requestIdField }, root) }
}
