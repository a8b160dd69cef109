import {
  type Field,
  type InputOf,
  isNestedTooDeep,
  type MethodDefinition,
  maxJsonDepth,
  type ObjectField,
  refusesUnknown,
  type Text,
} from '@yaoquan/api'
import { parseJson } from '../encodings/json.ts'
import { topError, type WordedError } from '../envelope/envelope.ts'
import { type Parameters, publicParameters } from '../parameters/parameters.ts'
import type { Decode } from './decode-scalar.ts'
import { type DecodeOptions, listDecoder, objectDecoder, valueDecoder } from './decode-value.ts'
import { nearMember, Refusal, refusedWithin, unknownMember } from './refusal.ts'

/** What becomes of members that a compatible method does not know; those of our own methods are always refused. */
export type UnknownMembers = 'ignored' | 'refused'

export type DecodedRequest<M extends MethodDefinition> =
  | Readonly<{
      kind: 'decoded'
      input: InputOf<M>
      /** The first member that was ignored although it has a value. */
      ignored?: string
    }>
  | Readonly<{ kind: 'refused'; error: WordedError }>

/**
 * Decodes the parameters of a call by the method's definition (docs/reference/decisions.md, "querycoupon"). Texts are
 * trimmed, and absent if blank, unless verbatim. Numbers and booleans may be JSON values or strings. Unknown members
 * are refused by `yaoquan.*` methods, and by others as the caller's app is set. A bad top-level parameter is error 40 or
 * 41, one inside an object or list 50.
 */
export function decodeRequest<M extends MethodDefinition>(
  definition: M,
  parameters: Parameters,
  unknownMembers: UnknownMembers = 'ignored',
): DecodedRequest<M> {
  const { usual, strict, names } = decodersOf(definition)
  if (refusesUnknown(definition)) {
    const unknown = unknownMember(parameters, { own: names, common: publicParameters })
    if (unknown === undefined) return resultOf(decodeAll(strict, parameters))
    return { kind: 'refused', error: topError('invalidArguments', { name: unknown.field, rule: unknown.rule }) }
  }
  if (definition.keepsUnknown) return resultOf(decodeAll(usual, parameters))
  // Nearly all calls know their members, so they are decoded once.
  const near = nearMember(parameters, { own: names, common: publicParameters })
  const decoded = decodeAll(strict, parameters)
  const unknown = near ?? ('refusal' in decoded && decoded.refusal?.isUnknown ? decoded.refusal : undefined)
  if (unknown === undefined) return resultOf(decoded)
  const { field, rule } = unknown
  if (unknownMembers === 'refused') return { kind: 'refused', error: topError('invalidParameter', { field, rule }) }
  const ignoring = resultOf<M>(decodeAll(usual, parameters))
  return ignoring.kind === 'decoded' ? { ...ignoring, ignored: field } : ignoring
}

type Decoded =
  | Readonly<{ input: object }>
  /** Without a refusal, the field is missing. */
  | Readonly<{ field: Field; refusal: Refusal | undefined }>

function decodeAll(known: readonly ParameterDecoder[], parameters: Parameters): Decoded {
  const input: Record<string, unknown> = {}
  for (const { property, field, decode } of known) {
    const value = decode(parameters.get(field.wire))
    if (value instanceof Refusal) return { field, refusal: value }
    if (value !== undefined) input[property] = value
    else if (field.required) return { field, refusal: undefined }
  }
  return { input }
}

/** A decoded input is of its definition's type. */
function resultOf<M extends MethodDefinition>(decoded: Decoded): DecodedRequest<M> {
  if ('input' in decoded) return { kind: 'decoded', input: decoded.input as InputOf<M> }
  const { field, refusal } = decoded
  if (refusal === undefined) return { kind: 'refused', error: topError('missingArguments', { name: field.wire }) }
  return { kind: 'refused', error: refusedParameter(field, refusal) }
}

type ParameterDecoder = Readonly<{ property: string; field: Field; decode: Decode }>

type Decoders = Readonly<{
  usual: readonly ParameterDecoder[]
  /** Refuse unknown members. */
  strict: readonly ParameterDecoder[]
  /** Names of the parameters on the wire. */
  names: ReadonlySet<string>
}>

/** Built once per definition. */
const decoders = new WeakMap<MethodDefinition, Decoders>()

function decodersOf(definition: MethodDefinition): Decoders {
  const known = decoders.get(definition)
  if (known !== undefined) return known
  const fields = Object.entries(definition.request)
  const build = (options: DecodeOptions) =>
    fields.map(([property, field]) => ({ property, field, decode: parameterDecoder(field, options) }))
  const names = new Set(fields.map(([, { wire }]) => wire))
  const built = { usual: build({ isStrict: false }), strict: build({ isStrict: true }), names }
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
  return isNestedTooDeep(text) ? new Refusal(tooDeep) : text
}

const tooDeep: Text = {
  zh: `的对象和数组嵌套超过${maxJsonDepth}层`,
  en: `has objects and arrays nested more than ${maxJsonDepth} deep`,
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
function refusedParameter(field: Field, refusal: Refusal): WordedError {
  switch (field.kind) {
    case 'object':
      return topError('invalidParameter', { field: refusal.field || field.wire, rule: refusal.rule })
    case 'list':
      return topError('invalidParameter', { field: refusedWithin(field.wire, refusal).field, rule: refusal.rule })
    default:
      return topError('invalidArguments', { name: field.wire, rule: refusal.rule })
  }
}
