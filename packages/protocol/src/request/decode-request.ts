import {
  type Field,
  type InputOf,
  isNestedTooDeep,
  type MethodDefinition,
  maxJsonDepth,
  type ObjectField,
  refusesUnknown,
} from '@yaoquan/api'
import { type TopError, topError } from '../envelope/top-error.ts'
import { parseJson } from '../json/parse-json.ts'
import { type Parameters, publicParameters } from '../parameters/parameters.ts'
import type { Decode } from './decode-scalar.ts'
import { type DecodeOptions, listDecoder, objectDecoder, valueDecoder } from './decode-value.ts'
import { Refusal, refusedWithin, unknownMember } from './refusal.ts'

export type DecodedRequest<M extends MethodDefinition> =
  | Readonly<{ kind: 'decoded'; input: InputOf<M> }>
  | Readonly<{ kind: 'refused'; error: TopError }>

/**
 * Decodes the parameters of a call by the method's definition (docs/reference/decisions.md, "querycoupon"). Texts are
 * trimmed, and absent if blank, unless verbatim. Numbers and booleans may be JSON values or strings. Unknown members
 * are refused by `yaoquan.*` methods and ignored by others. A bad top-level parameter is error 40 or 41, one inside an
 * object or list 50.
 */
export function decodeRequest<M extends MethodDefinition>(definition: M, parameters: Parameters): DecodedRequest<M> {
  const input: Record<string, unknown> = {}
  const known = parametersOf(definition)
  const unknown = refusesUnknown(definition) ? unknownParameter(known, parameters) : undefined
  if (unknown !== undefined) return { kind: 'refused', error: unknown }
  for (const { property, field, decode } of known) {
    const value = decode(parameters.get(field.wire))
    if (value instanceof Refusal) return { kind: 'refused', error: refusedParameter(field, value) }
    if (value !== undefined) input[property] = value
    else if (field.required) return { kind: 'refused', error: topError('missingArguments', { name: field.wire }) }
  }
  return { kind: 'decoded', input: input as InputOf<M> }
}

function unknownParameter(known: readonly ParameterDecoder[], parameters: Parameters): TopError | undefined {
  const own = new Set(known.map(({ field }) => field.wire))
  const refusal = unknownMember(parameters, { own, common: publicParameters })
  return refusal && topError('invalidArguments', { name: refusal.field, rule: refusal.rule })
}

type ParameterDecoder = Readonly<{ property: string; field: Field; decode: Decode }>

/** Built once per definition. */
const decoders = new WeakMap<MethodDefinition, readonly ParameterDecoder[]>()

function parametersOf(definition: MethodDefinition): readonly ParameterDecoder[] {
  const known = decoders.get(definition)
  if (known !== undefined) return known
  const options = { isStrict: refusesUnknown(definition) }
  const built = Object.entries(definition.request).map(([property, field]) => ({
    property,
    field,
    decode: parameterDecoder(field, options),
  }))
  decoders.set(definition, built)
  return built
}

function parameterDecoder(field: Field, options: DecodeOptions): Decode {
  switch (field.kind) {
    case 'object':
      return objectParameterDecoder(field, options)
    case 'list': {
      const decodeList = listDecoder(field, options)
      const isText = field.item.kind === 'text'
      return (text) => {
        const value = parseList(String(text ?? ''), isText)
        return value instanceof Refusal ? value : decodeList(value)
      }
    }
    default:
      return valueDecoder(field, options)
  }
}

function objectParameterDecoder(field: ObjectField, options: DecodeOptions): Decode {
  const decodeObject = objectDecoder(field, options)
  return (given) => {
    const text = String(given ?? '')
    const value = jsonOrText(text)
    if (value instanceof Refusal) return value
    const decoded = decodeObject(typeof value === 'string' && value.trim() === '' ? undefined : value)
    const keepsText = field.keepsText === true && decoded !== undefined && !(decoded instanceof Refusal)
    return keepsText ? { ...decoded, sentText: text } : decoded
  }
}

/** @returns the value, or why it is refused; undefined for a blank text; the text itself if it is not JSON */
function jsonOrText(text: string): unknown {
  if (text.trim() === '') return undefined
  const value = parseJson(text)
  if (value !== undefined) return value
  return isNestedTooDeep(text) ? new Refusal(`的对象和数组嵌套超过${maxJsonDepth}层`) : text
}

/**
 * Lists of strings are joined by commas or a JSON array; lists of objects are a JSON array
 * (docs/reference/top-protocol.md, 2.2).
 */
function parseList(text: string, isText: boolean): unknown {
  return isText && !text.trimStart().startsWith('[') && text.trim() !== '' ? text.split(',') : jsonOrText(text)
}

/**
 * The error names a member of a top-level object without that object, as the official page does, an item with its list.
 */
function refusedParameter(field: Field, refusal: Refusal): TopError {
  switch (field.kind) {
    case 'object':
      return topError('invalidParameter', { field: refusal.field || field.wire, rule: refusal.rule })
    case 'list':
      return topError('invalidParameter', { field: refusedWithin(field.wire, refusal).field, rule: refusal.rule })
    default:
      return topError('invalidArguments', { name: field.wire, rule: refusal.rule })
  }
}
