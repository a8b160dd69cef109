import { errors, type MethodDefinition, methods } from '@yaoquan/api'
import { documentPath, type View } from '../document.ts'
import { guides } from '../guides/guide-list.ts'
import { exampleResponse } from '../method-page/example-response.ts'
import { type FieldRow, fieldRows } from '../method-page/field-rows.ts'
import { publicRequestParameters } from '../public-parameters.ts'
import { exampleParameters } from './example-parameters.ts'

/**
 * The API as plain Markdown for programming assistants, in the form of llmstxt.org: what it is, where the guides are, then
 * every method whole. English, with the Chinese names that callers meet.
 */
export function llmsText({ gatewayUrl }: Omit<View, 'language'>): string {
  const server = gatewayUrl.replace('/router/rest', '')
  return `${[
    '# Yaoquan (药券)',
    '> The coupon CRM of a pharmacy chain on the wire protocol of the Taobao Open Platform (TOP). All methods are called by POST (or GET) to one URL, with form parameters and a signature.',
    `Gateway: ${gatewayUrl}. Answers always have HTTP status 200: a root \`error_response\` is a broken call; \`result.success\` false is a refusal of the business, explained by \`result.error_code\`. Days and times are GMT+8. Money is text in yuan.`,
    'Signature: sort all parameters but `sign` by name in byte order, join names and values without separators (values before URL encoding, UTF-8), and take upper-case hex of MD5(secret + base + secret) for sign_method=md5, HMAC-MD5 for hmac, HMAC-SHA256 for hmac-sha256.',
    'Writes carry out_request_no: repeated with equal content it gives the first answer again (already_done true), so repeat after a timeout with the same number.',
    '## Guides',
    list(
      guides.map(({ slug, title, summary }) => `[${title.en}](${server}${documentPath(slug, 'en')}): ${summary.en}`),
    ),
    '## Machine-readable',
    list([`[OpenAPI 3.1](${server}/openapi.json)`, `[Postman collection](${server}/docs/postman.json)`]),
    '## Public parameters',
    list(
      publicRequestParameters.map(
        ({ name, isRequired, description }) => `\`${name}\`${isRequired ? ' (required)' : ''}: ${description.en}`,
      ),
    ),
    '## Public errors',
    list(
      Object.values(errors).map(
        (row) =>
          `${row.code} ${row.msg}${'subCode' in row ? ` \`${row.subCode}\`` : ''}: ${row.cause.en}. ${row.cure.en}.`,
      ),
    ),
    ...Object.values(methods).map((definition) => methodText(definition, server)),
  ].join('\n\n')}\n`
}

function methodText(definition: MethodDefinition, server: string): string {
  const { name, title, description, request, response, errorCodes } = definition
  const parameters = exampleParameters(definition)
  return [
    `## ${name}`,
    `${title.en} (${title.zh}). ${description.en}. [Page](${server}${documentPath(name, 'en')})`,
    '### Request',
    rowList(fieldRows(request)),
    fenced(JSON.stringify(parameters, undefined, 2)),
    '### Response',
    rowList(fieldRows(response)),
    fenced(exampleResponse(definition, 'json')),
    ...(errorCodes.length === 0
      ? []
      : ['### Errors', list(errorCodes.map(({ code, message, cure }) => `\`${code}\`: ${message.en}. ${cure.en}.`))]),
  ].join('\n\n')
}

function rowList(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return 'None.'
  return rows
    .map(({ name, depth, type, isRequired, limits, description }) => {
      const notes = [type, ...(isRequired ? ['required'] : []), ...limits.map(({ en }) => en)].join(', ')
      return `${'  '.repeat(depth)}- \`${name}\` (${notes}): ${description.en}`
    })
    .join('\n')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function fenced(text: string): string {
  return `\`\`\`json\n${text}\n\`\`\``
}
