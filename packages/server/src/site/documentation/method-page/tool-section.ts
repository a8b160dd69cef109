import type { MethodDefinition } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'
import { apiTool } from '#site/navigation'

/** Links to the API tool, the error codes, the SDKs and the machine-readable descriptions. */
export function toolSection({ name }: MethodDefinition, { language }: View): Html {
  const text = texts[language]
  return html`<ul>
<li><a href="${apiTool.path[language]}?method=${name}">${text.tool}</a></li>
<li><a href="${documentPath('public-errors', language)}">${text.errors}</a></li>
<li><a href="${documentPath('quick-start', language)}#sdk">${text.sdk}</a></li>
<li><a href="/openapi.json">OpenAPI 3.1</a> · <a href="/docs/postman.json">Postman</a> · <a href="/docs/llms.txt">llms.txt</a></li>
</ul>`
}

const texts = {
  zh: { tool: 'API测试工具', errors: '错误码查询工具', sdk: 'SDK 下载' },
  en: { tool: 'Try it in the API tool', errors: 'Look up an error code', sdk: 'Get an SDK' },
} as const
