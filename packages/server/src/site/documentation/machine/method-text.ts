import type { Fields, MethodDefinition } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { exampleResponse } from '#site/documentation/method-page/example-response'
import { fieldRows } from '#site/documentation/method-page/field-rows'
import type { PageLanguage } from '#site/page-language'
import { exampleParameters } from './example-parameters.ts'
import { fencedText, markdownList } from './markdown.ts'

/** A method as Markdown: description, fields, example request and response, error codes with their solutions. */
export function methodText(definition: MethodDefinition, { language, gatewayUrl }: View): string {
  const { name, title, description, request, response, errorCodes } = definition
  const text = texts[language]
  const other = title[language === 'zh' ? 'en' : 'zh']
  const page = `${new URL(gatewayUrl).origin}${documentPath(name, language)}`
  return [
    `## ${name}`,
    `${title[language]} (${other})${text.end} ${description[language]}${text.end} [${text.page}](${page})`,
    `### ${text.request}`,
    fieldList(request, language),
    fencedText(JSON.stringify(exampleParameters(definition), undefined, 2), 'json'),
    `### ${text.response}`,
    fieldList(response, language),
    fencedText(exampleResponse(definition, 'json'), 'json'),
    ...(errorCodes.length === 0
      ? []
      : [
          `### ${text.errors}`,
          markdownList(
            errorCodes.map(
              ({ code, message, cure }) => `\`${code}\`: ${message[language]}${text.end} ${cure[language]}${text.end}`,
            ),
          ),
        ]),
  ].join('\n\n')
}

/** The fields of a request or a response as a nested bullet list. */
export function fieldList(fields: Fields, language: PageLanguage): string {
  const text = texts[language]
  const rows = fieldRows(fields)
  if (rows.length === 0) return text.none
  return rows
    .map(({ name, depth, type, isRequired, limits, description }) => {
      const notes = [type, ...(isRequired ? [text.required] : []), ...limits.map((limit) => limit[language])]
      return `${'  '.repeat(depth)}- \`${name}\` (${notes.join(', ')}): ${description[language]}`
    })
    .join('\n')
}

const texts = {
  zh: {
    page: '页面',
    request: '请求参数',
    response: '响应参数',
    errors: '错误码',
    none: '无。',
    required: '必须',
    end: '。',
  },
  en: {
    page: 'Page',
    request: 'Request',
    response: 'Response',
    errors: 'Errors',
    none: 'None.',
    required: 'required',
    end: '.',
  },
} as const
