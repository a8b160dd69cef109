import { reopenTemplate } from '@yaoquan/api'
import { reopenTemplate as reopen } from '#domain/lifecycle/save-template'
import { maskedNote } from './masked-note.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Opens a closed template again. An open one is reported as already done. */
export function reopenTemplateMethod({ lifecycle }: LifecycleDependencies): Method<typeof reopenTemplate> {
  return {
    definition: reopenTemplate,
    async call(input, context) {
      const { couponId } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(reopenTemplate.name, input, context)
      const written = await reopen({ lifecycle, request, couponId, reason })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const alreadyDone = written.isAlreadyDone || written.answer.isUnchanged ? true : undefined
      return { result: { alreadyDone, warnings, success: true } }
    },
  }
}
