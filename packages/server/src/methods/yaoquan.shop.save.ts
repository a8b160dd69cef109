import { saveShops } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveShops as save } from '#domain/lifecycle/save-master-data'
import { findEntryFault } from '#domain/master-data/check-entries'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { refuseFault, savedResult } from './shown-entries.ts'

/** Names shops by their codes. */
export function saveShopsMethod({ lifecycle }: LifecycleDependencies): Method<typeof saveShops> {
  return {
    definition: saveShops,
    async call(input, context) {
      const rows = input.shops.map(({ code, name, city, closed }) => {
        return { code, name, city: city?.trim(), isClosed: closed }
      })
      refuseFault(findEntryFault(rows), saveShops.request.shops.wire)
      const request = writeRequest(saveShops.name, input, context)
      return { result: savedResult(await runAct(save, { lifecycle, request, rows }), input) }
    },
  }
}
