import type { InputOf, methods, presets, ResponseOf } from '@yaoquan/api'
import { demoAppKey, demoSellerId } from './demo-names.ts'

type Methods = typeof methods

/** Calls a method as the demo's app does, at a moment of the past. */
export type DemoCall = <Name extends keyof Methods>(
  name: Name,
  input: InputOf<Methods[Name]>,
  nowMs: number,
) => Promise<ResponseOf<Methods[Name]>>

/** A method as the gateway calls it. */
type CallableMethod = Readonly<{ call(input: object, context: DemoContext): Promise<unknown> }>

type DemoContext = Readonly<{
  requestId: string
  appKey: string
  actor: string
  grants: Readonly<{ preset: keyof typeof presets; allowed: readonly string[]; denied: readonly string[] }>
  sellerId: string
  nowMs: number
}>

/** @param found the methods of this server by their names */
export function createDemoCall(found: ReadonlyMap<string, CallableMethod>, newRequestId: () => string): DemoCall {
  return async <Name extends keyof Methods>(name: Name, input: InputOf<Methods[Name]>, nowMs: number) => {
    const method = found.get(name)
    if (method === undefined) throw new TypeError(`${name} is no method of this server`)
    const grants = { preset: 'full', allowed: [], denied: [] } as const
    const who = { appKey: demoAppKey, actor: `app:${demoAppKey}`, sellerId: demoSellerId, grants }
    // A method answers by its own definition.
    return (await method.call(input, { requestId: newRequestId(), nowMs, ...who })) as ResponseOf<Methods[Name]>
  }
}
