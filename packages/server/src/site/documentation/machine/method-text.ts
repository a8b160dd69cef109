import type { Fields, MethodDefinition } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { exampleParameters, exampleResponse } from '#site/documentation/method-page/examples'
import { fieldRows } from '#site/documentation/method-page/field-rows'
import type { PageLanguage } from '#site/page-route'

/** A method as Markdown: description, fields, example request and response, error codes with their solutions. */
export function methodText(definition: MethodDefinition, { language, gatewayUrl }: View): string {
  const { name, title, description, request, response, errorCodes } = definition
  const end = texts.end[language]
  const other = title[language === 'zh' ? 'en' : 'zh']
  const page = `${new URL(gatewayUrl).origin}${documentPath(name, language)}`
  const codes = errorCodes.map(
    ({ code, message, cure }) => `\`${code}\`: ${message[language]}${end} ${cure[language]}${end}`,
  )
  return [
    `## ${name}`,
    `${title[language]} (${other})${end} ${description[language]}${end} [${texts.page[language]}](${page})`,
    `### ${texts.request[language]}`,
    fieldList(request, language),
    fencedText(JSON.stringify(exampleParameters(definition), undefined, 2), 'json'),
    `### ${texts.response[language]}`,
    fieldList(response, language),
    fencedText(exampleResponse(definition, 'json'), 'json'),
    ...(codes.length === 0 ? [] : [`### ${texts.errors[language]}`, markdownList(codes)]),
  ].join('\n\n')
}

/** The fields of a request or a response as a nested bullet list. */
export function fieldList(fields: Fields, language: PageLanguage): string {
  const rows = fieldRows(fields)
  if (rows.length === 0) return texts.none[language]
  return rows
    .map(({ name, depth, type, isRequired, limits, description }) => {
      const notes = [type, ...(isRequired ? [texts.required[language]] : []), ...limits.map((limit) => limit[language])]
      return `${'  '.repeat(depth)}- \`${name}\` (${notes.join(', ')}): ${description[language]}`
    })
    .join('\n')
}

/** A bullet list. */
export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

/** A table. Pipes in cells are escaped, line breaks become spaces. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map(tableRow).join('\n')
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

/** A fenced block. The fence is longer than any run of backticks in the text. */
export function fencedText(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

const texts = {
  page: { zh: '页面', en: 'Page' },
  request: { zh: '请求参数', en: 'Request' },
  response: { zh: '响应参数', en: 'Response' },
  errors: { zh: '错误码', en: 'Errors' },
  none: { zh: '无。', en: 'None.' },
  required: { zh: '必须', en: 'required' },
  end: { zh: '。', en: '.' },
} as const
