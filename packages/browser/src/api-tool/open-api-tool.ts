import { queryCoupon } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { callEditor } from './call-editor.ts'
import { readCallLink, showAddress } from './call-link.ts'
import { definitionOf, methodPicker } from './method-picker.ts'
import { resultPanel } from './result-panel.ts'
import { sampleView } from './sample-view.ts'

/** Fills a page with the API tool and opens the method and values of the page's address. */
export function openApiTool(root: Element): void {
  const { method, values, settings } = readCallLink(location)
  const linked = definitionOf(method)
  const definition = linked ?? queryCoupon
  const samples = sampleView()
  const results = resultPanel()
  // Values belong to the method of the address; for the default method they are dropped.
  const first = { definition, values: linked && values, settings }
  const editor = callEditor({ first, onChange: samples.showCall, results })
  const picker = methodPicker(definition, (picked) => {
    editor.open(picked)
    showAddress(`?method=${picked.name}`)
  })
  show(
    root,
    element('div.tool-side', picker),
    element('div.tool-form', editor.node),
    element('div.tool-result', results.node, samples.node),
  )
}
