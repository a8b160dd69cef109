import { saveCategories } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveCategories as save } from '#domain/lifecycle/save-master-data'
import { findEntryFault } from '#domain/master-data/check-entries'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refuseFault, savedResult } from './shown-entries.ts'

/** Names categories of goods by their codes. */
export function saveCategoriesMethod({ lifecycle }: LifecycleDependencies): Method<typeof saveCategories> {
  return {
    definition: saveCategories,
    async call(input, context) {
      const rows = input.categories.map(({ code, name, parentCode }) => ({ code, name, parent: parentCode?.trim() }))
      refuseFault(findEntryFault(rows), saveCategories.request.categories.wire)
      const request = writeRequest(saveCategories.name, input, context)
      return { result: savedResult(await runAct(save, { lifecycle, request, rows }), input) }
    },
  }
}
