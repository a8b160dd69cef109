import { type MethodDefinition, methods, type UnreadableReason } from '@yaoquan/api'
import { readCallParameters } from '#gateway/checks/call-checks'
import { unansweredCall } from './own-error.ts'

/** The methods that read, by their definitions. An unknown method may be a write, so it is not among them. */
const reads: ReadonlySet<string> = new Set(
  Object.values<MethodDefinition>(methods)
    .filter(({ effect }) => effect === 'read')
    .map(({ name }) => name),
)

/** Whether a call of `/router/rest` names exactly one method, which only reads, however a server parses the call. */
export function isRead(call: Parameters<typeof readCallNames>[0]): boolean {
  const names = readCallNames(call)
  return names.kind === 'named' && reads.has(names.method)
}

/** The app and the method of a call. Empty where the call does not name them. */
type CallNames = Readonly<{ kind: 'named'; appKey: string; method: string }>

/**
 * App and method of a call, if every reader of the call finds the same ones in it: a parameter with several values, a body of another type or
 * one that is compressed could name another method to the CRM that gets it.
 * @param call with its whole body
 */
export function readCallNames(
  call: Parameters<typeof unansweredCall>[0],
): CallNames | Readonly<{ kind: Extract<UnreadableReason, 'batch' | 'packed' | 'unclear'> }> {
  if (call.path !== '/router/rest') return { kind: 'batch' }
  if ((call.request.headers['content-encoding'] ?? 'identity') !== 'identity') return { kind: 'packed' }
  const { parameters, refusal } = readCallParameters({ ...unansweredCall(call), ip: '', batchSeparator: undefined })
  if (refusal !== undefined) return { kind: 'unclear' }
  const named = (name: string) => parameters.get(name)?.trim() ?? ''
  return { kind: 'named', appKey: named('app_key'), method: named('method') }
}
