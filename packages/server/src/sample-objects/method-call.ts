import type { InputOf, methods, presets, ResponseOf } from '@yaoquan/api'

type Methods = typeof methods

/** Calls a method for one seller, at a moment that may be past. */
export type MethodCall = <Name extends keyof Methods>(
  name: Name,
  input: InputOf<Methods[Name]>,
  nowMs: number,
) => Promise<ResponseOf<Methods[Name]>>

/** A method as the gateway calls it. */
export type CallableMethod = Readonly<{ call(input: object, context: Context): Promise<unknown> }>

/** The caller: an app's key or '' for none, and the actor that events name. */
export type Calling = Readonly<{ appKey: string; actor: string; sellerId: string }>

type Context = Calling &
  Readonly<{
    requestId: string
    grants: Readonly<{ preset: keyof typeof presets; allowed: readonly string[]; denied: readonly string[] }>
    nowMs: number
  }>

/** @param found the methods of this server by their names */
export function createMethodCall(
  found: ReadonlyMap<string, CallableMethod>,
  newRequestId: () => string,
  calling: Calling,
): MethodCall {
  return async <Name extends keyof Methods>(name: Name, input: InputOf<Methods[Name]>, nowMs: number) => {
    const method = found.get(name)
    if (method === undefined) throw new TypeError(`${name} is no method of this server`)
    const grants = { preset: 'full', allowed: [], denied: [] } as const
    // A method answers by its own definition.
    return (await method.call(input, { ...calling, requestId: newRequestId(), nowMs, grants })) as ResponseOf<
      Methods[Name]
    >
  }
}
