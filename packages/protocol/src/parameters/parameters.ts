/** The parameters of a call by name, decoded: those of query string and body together. */
export type Parameters = ReadonlyMap<string, string>

/** What reading a call's parameters comes to. `reason` is in Chinese, for the caller. */
export type ReadParameters =
  | Readonly<{
      kind: 'read'
      parameters: Parameters
      /** What the signature covers, where that is not the parameters alone. */
      signed?: SignedCall
    }>
  /** One name came with different values; `parameters` holds the first one. */
  | Readonly<{ kind: 'conflicting'; name: string; parameters: Parameters }>
  /** `parameters` holds those that were read before. */
  | Readonly<{ kind: 'unreadable'; reason: string; parameters: Parameters }>

/** Parameters that are signed, then the body as it stands (docs/reference/top-protocol.md, 2). */
export type SignedCall = Readonly<{ parameters: Parameters; body: string }>

/** A call that sends more than this is refused: real ones have a dozen. */
export const maxParameters = 1000

export const tooManyParameters = `参数超过${maxParameters}个`

/** Parameters being gathered from several places of one call. */
export type Gathering = {
  readonly parameters: Map<string, string>
  /** How many were offered, repeated ones included. */
  count: number
  conflict: string | undefined
  unreadable: string | undefined
  /** Whether a part of a multipart body was a file or had no name. */
  hasUnreadPart: boolean
}

export function startGathering(): Gathering {
  return { parameters: new Map(), count: 0, conflict: undefined, unreadable: undefined, hasUnreadPart: false }
}

/** Takes one parameter; the same name with an equal value is one (some SDKs send query and body alike). */
export function gather(gathering: Gathering, name: string, value: string): void {
  gathering.count++
  const earlier = gathering.parameters.get(name)
  if (earlier === undefined) gathering.parameters.set(name, value)
  else if (earlier !== value) gathering.conflict ??= name
  if (gathering.count > maxParameters) gathering.unreadable = tooManyParameters
}

export function finishGathering({ parameters, conflict, unreadable }: Gathering): ReadParameters {
  if (unreadable !== undefined) return { kind: 'unreadable', reason: unreadable, parameters }
  return conflict === undefined ? { kind: 'read', parameters } : { kind: 'conflicting', name: conflict, parameters }
}
