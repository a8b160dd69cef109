import { closeTemplate } from '@yaoquan/api'
import { closeTemplate as close } from '#domain/lifecycle/save-template'
import { maskedNote } from './masked-note.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Ends claims of a template. Closing again, under any number, is reported as already done. */
export function closeTemplateMethod({ lifecycle }: LifecycleDependencies): Method<typeof closeTemplate> {
  return {
    definition: closeTemplate,
    async call(input, context) {
      const { couponId } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(closeTemplate.name, input, context)
      const written = await close({ lifecycle, request, couponId, reason })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const alreadyDone = written.isAlreadyDone || written.answer.isUnchanged ? true : undefined
      return { result: { alreadyDone, warnings, success: true } }
    },
  }
}
