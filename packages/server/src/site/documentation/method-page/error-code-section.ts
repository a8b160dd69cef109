import type { BusinessError, MethodDefinition } from '@yaoquan/api'
import { dataTable } from '#site/documentation/document/data-table'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'

/** The error codes a method returns in `result.error_code`, with a link to the codes that any method may return. */
export function errorCodeSection({ errorCodes }: MethodDefinition, { language }: View): Html {
  const text = texts[language]
  const link = html`<a href="${documentPath('public-errors', language)}">${text.publicErrors}</a>`
  if (errorCodes.length === 0) return html`<p>${text.none}${link}${text.end}</p>`
  const rows = joined(errorCodes).map(({ code, messages, cures }) => ({
    id: `error.${code}`,
    cells: [
      html`<a class="anchor" href="#error.${code}">${code}</a>`,
      lines(messages.map((message) => message[language])),
      lines(cures.map((cure) => cure[language])),
    ],
  }))
  return html`${dataTable(text.columns, rows)}
<p>${text.also}${link}${text.end}</p>`
}

type JoinedError = Readonly<{ code: string; messages: BusinessError['message'][]; cures: BusinessError['cure'][] }>

/** Several causes may share a code: its row then lists all of them. */
function joined(errorCodes: readonly BusinessError[]): readonly JoinedError[] {
  return [...new Set(errorCodes.map(({ code }) => code))].map((code) => {
    const causes = errorCodes.filter((error) => error.code === code)
    return { code, messages: causes.map(({ message }) => message), cures: causes.map(({ cure }) => cure) }
  })
}

function lines(texts: readonly string[]): Html {
  return html`${[...new Set(texts)].map((text, index) => html`${index > 0 && html`<br>`}${text}`)}`
}

const texts = {
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
