import type { MethodDefinition, RequestOf } from '@yaoquan/api'
import { encodeRequest } from '@yaoquan/protocol'
import { exampleValues } from '@yaoquan/samples'

/** The business parameters of an example call as they are sent, by wire name. */
export function exampleParameters(definition: MethodDefinition): Readonly<Record<string, string>> {
  return encodeRequest(definition, exampleValues(definition) as RequestOf<MethodDefinition>)
}
