import { type MethodDefinition, methods } from '@yaoquan/api'
import { readCallParameters } from '#gateway/checks/read-call'
import { unansweredCall } from './own-error.ts'

/** The methods that read, by their definitions. An unknown method may be a write, so it is not among them. */
const reads: ReadonlySet<string> = new Set(
  Object.values<MethodDefinition>(methods)
    .filter(({ effect }) => effect === 'read')
    .map(({ name }) => name),
)

/** Whether a call of `/router/rest` names a method that only reads, and whoever reads the call can find no other in it. */
export function isRead(call: Parameters<typeof unansweredCall>[0]): boolean {
  const coding = call.request.headers['content-encoding'] ?? 'identity'
  if (call.path !== '/router/rest' || coding !== 'identity') return false
  const { parameters, refusal } = readCallParameters({ ...unansweredCall(call), ip: '', batchSeparator: undefined })
  return refusal === undefined && reads.has(parameters.get('method')?.trim() ?? '')
}
