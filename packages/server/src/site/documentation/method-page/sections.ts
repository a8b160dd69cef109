import { readFileSync } from 'node:fs'
import type { Fields, MethodDefinition } from '@yaoquan/api'
import { sample } from '#site/documentation/document/code-samples'
import { dataTable, lines } from '#site/documentation/document/data-table'
import { documentPath, type View } from '#site/documentation/document/document'
import { renderMarkdown } from '#site/documentation/document/render-markdown'
import { type Html, html } from '#site/html'
import { apiTool } from '#site/layout'
import { fieldRows } from './field-rows.ts'

/** How to get access to a method: the operator registers an app, or the reader starts a sandbox. */
export function accessSection({ name }: MethodDefinition, { language }: View): Html {
  const text = accessTexts[language]
  return html`<p>${text.register}</p>
${sample(`yaoquan app create --data ./data --name ERP --seller 111 --preset none --allow ${name}`, 'shell')}
<p>${text.all}</p>
<p>${text.try}</p>
${sample('yaoquan serve --demo --sandbox --data ./sandbox', 'shell')}
<p><a href="${documentPath('quick-start', language)}">${text.more}</a></p>`
}

const accessTexts = {
  zh: {
    register: '请药券的管理员为您的连锁登记应用，app_key 与 app_secret 请立即存好：',
    all: '不加 --preset 与 --allow 时权限为 erp：除大批作废和删除会员外的全部API。',
    try: '想立即试用，可在自己的电脑上启动带演示数据的沙箱，启动时会打印可用的 app_key 与 app_secret；签名有误时沙箱会指出错在哪里：',
    more: '快速开始',
  },
  en: {
    register:
      'Ask the operator of Yaoquan to register an app for your seller. Keep key and secret when they are shown:',
    all: 'Without --preset and --allow the app has the preset erp: every method, without mass void and erasing members.',
    try: 'To try it right away, start a sandbox with demo data on your own computer. It prints a key and a secret and explains wrong signatures:',
    more: 'Quick start',
  },
} as const

/** Links to the API tool, the error codes, the SDKs and the machine-readable descriptions. */
export function toolSection({ name }: MethodDefinition, { language }: View): Html {
  const text = toolTexts[language]
  return html`<ul>
<li><a href="${apiTool.path[language]}?method=${name}">${text.tool}</a></li>
<li><a href="${documentPath('public-errors', language)}">${text.errors}</a></li>
<li><a href="${documentPath('quick-start', language)}#sdk">${text.sdk}</a></li>
<li><a href="/openapi.json">OpenAPI 3.1</a> · <a href="/docs/postman.json">Postman</a> · <a href="/docs/llms.txt">llms.txt</a></li>
</ul>`
}

const toolTexts = {
  zh: { tool: 'API测试工具', errors: '错误码查询工具', sdk: 'SDK 下载' },
  en: { tool: 'Try it in the API tool', errors: 'Look up an error code', sdk: 'Get an SDK' },
} as const

/** The error codes a method returns in `result.error_code`, with a link to the codes that any method may return. */
export function errorCodeSection({ errorCodes }: MethodDefinition, { language }: View): Html {
  const text = errorTexts[language]
  const link = html`<a href="${documentPath('public-errors', language)}">${text.publicErrors}</a>`
  if (errorCodes.length === 0) return html`<p>${text.none}${link}${text.end}</p>`
  const rows = Object.entries(Object.groupBy(errorCodes, ({ code }) => code)).map(([code, causes = []]) => ({
    id: `error.${code}`,
    cells: [
      html`<a class="anchor" href="#error.${code}">${code}</a>`,
      distinctLines(causes.map(({ message }) => message[language])),
      distinctLines(causes.map(({ cure }) => cure[language])),
    ],
  }))
  return html`${dataTable(text.columns, rows)}
<p>${text.also}${link}${text.end}</p>`
}

/** Several causes may share a code: its row then lists all of them. */
function distinctLines(texts: readonly string[]): Html {
  return lines([...new Set(texts)])
}

const errorTexts = {
  zh: {
    columns: ['错误码', '错误描述', '解决方案'],
    none: '本API没有业务错误码；所有API共有的错误码见',
    also: '以上错误在 result.error_code 中返回，success 为 false。所有API共有的错误码见',
    publicErrors: '错误码',
    end: '。',
  },
  en: {
    columns: ['Code', 'What happened', 'What to do'],
    none: 'This method has no business errors. For the errors that any method may return see ',
    also: 'These are returned in result.error_code, with success false. For the errors that any method may return see ',
    publicErrors: 'Error codes',
    end: '.',
  },
} as const

/** Frequent questions about a method. Its definition decides which ones are shown. */
export function faqSection(definition: MethodDefinition, { language }: View): Html {
  const requested = Object.entries(concerns).filter(([, concernsMethod]) => concernsMethod(definition))
  return html`${requested.map(([name]) => renderMarkdown(questions[language].get(name) ?? '').body)}`
}

/** Which methods a question concerns, by the question's anchor in `faq/<language>.md`. */
const concerns: Readonly<Record<string, (definition: MethodDefinition) => boolean>> = {
  'faq.session': ({ scope }) => scope === 'seller',
  'faq.retry': ({ effect, isOncePerContent = false }) => effect === 'write' && !isOncePerContent,
  'faq.retry-order': ({ isOncePerContent = false }) => isOncePerContent,
  'faq.all-pages': ({ request }) => hasField(request, 'page_num', 'cursor', 'after_seq'),
  'faq.empty': ({ errorCodes }) => errorCodes.some(({ code }) => code === 'QUERY_RESULT_EMPTY'),
  'faq.status': ({ response }) => hasField(response, 'status'),
  'faq.phone': ({ request }) => hasField(request, 'phone'),
  'faq.signature': () => true,
}

function hasField(fields: Fields, ...names: readonly string[]): boolean {
  return fieldRows(fields).some(({ name }) => names.includes(name))
}

const questions = { zh: readQuestions('zh'), en: readQuestions('en') } as const

/** The Markdown of each question by its anchor: `### Question {#anchor}`, then the answer. */
function readQuestions(language: 'zh' | 'en'): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`./faq/${language}.md`, import.meta.url), 'utf8')
  const parts = text.split(/^(?=### )/m)
  return new Map(parts.map((part) => [/\{#([\w.-]+)\}/.exec(part)?.[1] ?? '', part]))
}
