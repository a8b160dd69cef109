import { reopenTemplate } from '@yaoquan/api'
import { reopenTemplate as reopen } from '#domain/lifecycle/save-template'
import type { Method, WriteDependencies } from './method.ts'
import { changeClosed } from './yaoquan.template.close.ts'

/** Opens a closed template again. An open one is reported as already done. */
export function reopenTemplateMethod(dependencies: WriteDependencies): Method<typeof reopenTemplate> {
  return { definition: reopenTemplate, call: changeClosed(reopenTemplate.name, reopen, dependencies) }
}
