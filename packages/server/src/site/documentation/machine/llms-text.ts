import { errors, methods } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { publicRequestParameters } from '#site/documentation/document/public-parameters'
import { guides } from '#site/documentation/guides/guide-list'
import { markdownList } from './markdown.ts'
import { methodText } from './method-text.ts'

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
    markdownList(
      guides.map(({ slug, title, summary }) => `[${title.en}](${server}${documentPath(slug, 'en')}): ${summary.en}`),
    ),
    '## Machine-readable',
    markdownList([`[OpenAPI 3.1](${server}/openapi.json)`, `[Postman collection](${server}/docs/postman.json)`]),
    '## Public parameters',
    markdownList(
      publicRequestParameters.map(
        ({ name, isRequired, description }) => `\`${name}\`${isRequired ? ' (required)' : ''}: ${description.en}`,
      ),
    ),
    '## Public errors',
    markdownList(
      Object.values(errors).map(
        (row) =>
          `${row.code} ${row.msg}${'subCode' in row ? ` \`${row.subCode}\`` : ''}: ${row.cause.en}. ${row.cure.en}.`,
      ),
    ),
    ...Object.values(methods).map((definition) => methodText(definition, { language: 'en', gatewayUrl })),
  ].join('\n\n')}\n`
}
