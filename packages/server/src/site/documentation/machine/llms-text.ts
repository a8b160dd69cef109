import { errors, methods } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { publicRequestParameters } from '#site/documentation/document/public-parameters'
import { guides } from '#site/documentation/guides/guides'
import { markdownList, methodText } from './method-text.ts'

/**
 * The API as plain Markdown for programming assistants, in the format of llmstxt.org: an overview, links to the guides, then
 * every method in full. English, with the Chinese titles of the methods.
 */
export function llmsText({ gatewayUrl }: Omit<View, 'language'>): string {
  const server = gatewayUrl.replace('/router/rest', '')
  return `${[
    '# Yaoquan (药券)',
    '> A coupon CRM for pharmacy chains that speaks the wire protocol of the Taobao Open Platform (TOP). Every method is called by POST (or GET) at one URL, with form parameters and a signature.',
    `Gateway: ${gatewayUrl}. The HTTP status is always 200. A root \`error_response\` means that the call itself is wrong. \`result.success\` false means that a business rule refused it; \`result.error_code\` says which. Dates and times are in GMT+8. Amounts of money are text in yuan.`,
    'Signature: sort all parameters except `sign` by name in byte order, concatenate names and values without separators (values before URL encoding, in UTF-8), and compute the digest in upper-case hex: MD5(secret + base + secret) for sign_method=md5, HMAC-MD5 for hmac, HMAC-SHA256 for hmac-sha256.',
    'Every write has an out_request_no. A call with the same number and the same content returns the first response again (already_done true), so retry with the same number after a timeout.',
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
