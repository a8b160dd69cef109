import { saveTemplate, templateFields } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveTemplate as save } from '#domain/lifecycle/save-template'
import { parseTemplate } from '#domain/templates/parse-template'
import { maskedNote } from './masked-note.ts'
import { type LifecycleDependencies, type Method, ReusedSign, writeRequest } from './method.ts'
import { brokenRule, refusedResult } from './refused-result.ts'

/** Creates a template, or its next version. */
export function saveTemplateMethod({ lifecycle, policies }: LifecycleDependencies): Method<typeof saveTemplate> {
  return {
    definition: saveTemplate,
    async call(input, context) {
      const parsed = parseTemplate(input.template)
      const request = writeRequest(saveTemplate.name, input, context)
      if (parsed.kind === 'invalid') {
        if ((await lifecycle.rememberSign(request)).kind === 'sign-reused') throw new ReusedSign()
        return { result: brokenRule('invalidTemplate', templateFields[parsed.field].wire, parsed.rule) }
      }
      const { text: notes, warnings } = maskedNote(templateFields.notes.wire, parsed.terms.notes)
      const { isApprovalAsked } = (await policies.findPolicy(context.sellerId)).policy
      const terms = { ...parsed.terms, notes }
      const mustKnowCodes = context.operator !== undefined
      const written = await runAct(save, { lifecycle, request, terms, isApprovalAsked, mustKnowCodes })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const { version, isWaiting: awaitsApproval } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, version, awaitsApproval, warnings, success: true } }
    },
  }
}
