import type { MethodDefinition } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { callEditor } from './call-editor.ts'
import { type LinkedCall, readCallLink } from './call-link.ts'
import { showAddress } from './copy-link-button.ts'
import type { CredentialStore } from './credential-store.ts'
import { definitionOf, methodPicker } from './method-picker.ts'
import { resultPanel } from './result-panel.ts'
import { sampleView } from './sample-view.ts'
import type { CallValues } from './tool-call.ts'

/** Fills a page with the API tool and opens the method and values given in the page's address. */
export function openApiTool(root: Element, store: CredentialStore): void {
  const linked = readCallLink(location)
  const samples = sampleView()
  const results = resultPanel()
  const editor = callEditor({ store, settings: linked.settings, onChange: samples.showCall, results })
  const open = (definition: MethodDefinition, values?: CallValues): void => {
    results.clear()
    editor.open(definition, values)
  }
  const picker = methodPicker((definition) => {
    open(definition)
    showAddress(`?method=${definition.name}`)
  })
  const { definition, values } = firstCall(linked)
  picker.select(definition)
  open(definition, values)
  show(
    root,
    element('div.tool-side', picker.node),
    element('div.tool-form', editor.node),
    element('div.tool-result', results.node, samples.node),
  )
}

const firstMethod = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

/** Values apply only to the method in the address; for the default method they are dropped. */
function firstCall({ method, values }: LinkedCall): Readonly<{
  definition: MethodDefinition
  values: CallValues | undefined
}> {
  const named = definitionOf(method)
  if (named !== undefined) return { definition: named, values }
  const definition = definitionOf(firstMethod)
  if (definition === undefined) throw new Error(`there is no ${firstMethod}`)
  return { definition, values: undefined }
}
