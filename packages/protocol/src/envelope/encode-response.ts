import { type MethodDefinition, type ResponseOf, responseName } from '@yaoquan/api'
import { jsonText } from '../json/json-text.ts'
import { jsonMembers, type Values } from '../json/json-writer.ts'
import { xmlText } from '../xml/xml-text.ts'
import { xmlElements } from '../xml/xml-writer.ts'
import type { Encoding } from './encoding.ts'
import { xmlDeclaration } from './xml-declaration.ts'

/**
 * The answer of a method as text, without a trailing newline: members in the order of the definition, `request_id` last
 * inside the root, absent members left out (decisions, "Envelope").
 */
export function encodeResponse<M extends MethodDefinition>(
  definition: M,
  response: ResponseOf<M>,
  requestId: string,
  encoding: Encoding,
): string {
  return encodersOf(definition)[encoding](response as Values, requestId)
}

type Encode = (response: Values, requestId: string) => string

type Encoders = Readonly<Record<Encoding, Encode>>

/** Encoders are built once per definition, by composing closures: a browser page may forbid generated code. */
const encoders = new WeakMap<MethodDefinition, Encoders>()

function encodersOf(definition: MethodDefinition): Encoders {
  const known = encoders.get(definition)
  if (known !== undefined) return known
  const built: Encoders = {
    json: jsonEncoder(definition),
    simplified: simplifiedEncoder(definition),
    xml: xmlEncoder(definition),
  }
  encoders.set(definition, built)
  return built
}

function jsonEncoder(definition: MethodDefinition): Encode {
  const writeMembers = jsonMembers(definition.response, 'tagged')
  const open = `{"${responseName(definition.name)}":{`
  return (response, requestId) => {
    const members = writeMembers(open, response)
    return `${members}${members.length === open.length ? '' : ','}"request_id":${jsonText(requestId)}}}`
  }
}

function simplifiedEncoder(definition: MethodDefinition): Encode {
  const writeMembers = jsonMembers(definition.response, 'plain')
  return (response, requestId) => {
    const members = writeMembers('{', response)
    return `${members}${members.length === 1 ? '' : ','}"request_id":${jsonText(requestId)}}`
  }
}

function xmlEncoder(definition: MethodDefinition): Encode {
  const writeElements = xmlElements(definition.response)
  const root = responseName(definition.name)
  const open = `${xmlDeclaration}<${root}>`
  return (response, requestId) =>
    `${writeElements(open, response)}<request_id>${xmlText(requestId)}</request_id></${root}>`
}
