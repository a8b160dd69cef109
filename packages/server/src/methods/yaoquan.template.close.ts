import { closeTemplate } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { closeTemplate as close } from '#domain/lifecycle/save-template'
import { maskedNote } from './masked-note.ts'
import { type Method, type WriteDependencies, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Ends claims of a template. Closing again, under any number, is reported as already done. */
export function closeTemplateMethod(dependencies: WriteDependencies): Method<typeof closeTemplate> {
  return { definition: closeTemplate, call: changeClosed(closeTemplate.name, close, dependencies) }
}

/** Closes a template or opens it again. @param method its name */
export function changeClosed(
  method: string,
  change: typeof close,
  { lifecycle }: WriteDependencies,
): Method<typeof closeTemplate>['call'] {
  return async (input, context) => {
    const { text: reason, warnings } = maskedNote('reason', input.reason)
    const request = writeRequest(method, input, context)
    const written = await runAct(change, { lifecycle, request, couponId: input.couponId, reason })
    if (written.kind !== 'done') return { result: refusedResult(written, input) }
    const alreadyDone = written.isAlreadyDone || written.answer.isUnchanged ? true : undefined
    return { result: { alreadyDone, warnings, success: true } }
  }
}
