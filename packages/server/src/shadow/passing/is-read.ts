import { type MethodDefinition, methods } from '@yaoquan/api'
import { readCallNames } from './read-call-names.ts'

/** The methods that read, by their definitions. An unknown method may be a write, so it is not among them. */
const reads: ReadonlySet<string> = new Set(
  Object.values<MethodDefinition>(methods)
    .filter(({ effect }) => effect === 'read')
    .map(({ name }) => name),
)

/** Whether a call of `/router/rest` names a method that only reads, and whoever reads the call can find no other in it. */
export function isRead(call: Parameters<typeof readCallNames>[0]): boolean {
  const names = readCallNames(call)
  return names.kind === 'named' && reads.has(names.method)
}
