import type { MethodDefinition } from '@yaoquan/api'
import { dataTable, lines } from '#site/documentation/document/data-table'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'

/** The error codes a method returns in `result.error_code`, with a link to the codes that any method may return. */
export function errorCodeSection({ errorCodes }: MethodDefinition, { language }: View): Html {
  const text = texts[language]
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
