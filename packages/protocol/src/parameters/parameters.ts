import type { Text } from '@yaoquan/api'

/** The decoded parameters of a call by name, from query string and body. */
export type Parameters = ReadonlyMap<string, string>

/** The result of reading a call's parameters. `reason` is for the caller. */
export type ReadParameters =
  | Readonly<{
      kind: 'read'
      parameters: Parameters
      /** What the signature covers, if it covers more than the parameters. */
      signed?: SignedCall
    }>
  /** A name was sent with different values; `parameters` has the first one. */
  | Readonly<{ kind: 'conflicting'; name: string; parameters: Parameters }>
  /** `parameters` has those read before the fault. */
  | Readonly<{ kind: 'unreadable'; reason: Text; parameters: Parameters }>

/** The signed parameters and the raw body signed after them (docs/reference/top-protocol.md, 2). */
export type SignedCall = Readonly<{ parameters: Parameters; body: string }>

/** A call with more parameters is refused. Real calls have about a dozen. */
export const maxParameters = 1000

export const tooManyParameters: Text = {
  zh: `参数超过${maxParameters}个`,
  en: `there are more than ${maxParameters} parameters`,
}

/** Parameters collected from query string and body of one call. */
export type ParameterCollection = {
  readonly parameters: Map<string, string>
  /** Number of parameters read, including repeated ones. */
  count: number
  conflict: string | undefined
  unreadable: Text | undefined
  /** Names of the files in a multipart body. Their contents are dropped. */
  readonly fileNames: string[]
  /** Whether a multipart body has a part without a name. */
  hasUnnamedPart: boolean
}

/** An empty collection. */
export function startCollection(): ParameterCollection {
  return {
    parameters: new Map(),
    count: 0,
    conflict: undefined,
    unreadable: undefined,
    fileNames: [],
    hasUnnamedPart: false,
  }
}

/** Adds a parameter. A repeat with an equal value is ignored, since some SDKs send parameters in query and body. */
export function addParameter(collection: ParameterCollection, name: string, value: string): void {
  collection.count++
  const earlier = collection.parameters.get(name)
  if (earlier === undefined) collection.parameters.set(name, value)
  else if (earlier !== value) collection.conflict ??= name
  if (collection.count > maxParameters) collection.unreadable = tooManyParameters
}

/** The result of the collection. */
export function finishCollection({ parameters, conflict, unreadable }: ParameterCollection): ReadParameters {
  if (unreadable !== undefined) return { kind: 'unreadable', reason: unreadable, parameters }
  return conflict === undefined ? { kind: 'read', parameters } : { kind: 'conflicting', name: conflict, parameters }
}

/** The parameters of the protocol, allowed in a call of any method (docs/reference/top-protocol.md, 1.2). */
export const publicParameters: ReadonlySet<string> = new Set([
  'method',
  'app_key',
  'session',
  'timestamp',
  'v',
  'sign_method',
  'sign',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
])
