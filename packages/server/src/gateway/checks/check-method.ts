import type { MethodDefinition } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import { type Refused, refuse } from '#gateway/call/refusal'
import type { Method } from '#methods/method'

export type Methods = ReadonlyMap<string, Method<MethodDefinition>>

/** Code 21. */
export function checkMethodGiven(parameters: Parameters): Refused | undefined {
  return parameters.get('method')?.trim() ? undefined : refuse('missingMethod')
}

/** Code 22. */
export function findMethod<Found>(
  parameters: Parameters,
  methods: ReadonlyMap<string, Found>,
): Readonly<{ kind: 'found'; method: Found }> | Refused {
  const method = methods.get(parameters.get('method')?.trim() ?? '')
  return method ? { kind: 'found', method } : refuse('invalidMethod')
}
