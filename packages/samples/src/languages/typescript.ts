import { placeholderTarget, type SampleTarget } from '../call/sample.ts'
import type { SampleCall, SampleMember, SampleValue } from '../call/sample-call.ts'
import { javascriptText } from '../source-text/literals.ts'

/** Writes a call with `@yaoquan/client`, using property names. */
export function renderTypescript(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const { url, appKey, appSecret, session } = target
  return [
    "import { TopClient } from '@yaoquan/client'",
    '',
    'const client = new TopClient({',
    `  url: ${javascriptText(url)},`,
    `  appKey: ${javascriptText(appKey)},`,
    `  appSecret: ${javascriptText(appSecret)},`,
    ...(session === undefined ? [] : [`  session: ${javascriptText(session)},`]),
    '})',
    `const answer = await client.execute('${call.method}', ${objectLiteral(call.members, '')})`,
    'console.log(JSON.stringify(answer, undefined, 2))',
  ].join('\n')
}

function objectLiteral(members: readonly SampleMember[], margin: string): string {
  const lines = members.map(({ property, value }) => `${margin}  ${property}: ${literal(value, `${margin}  `)},\n`)
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${margin}}`
}

function literal(value: SampleValue, margin: string): string {
  switch (value.kind) {
    case 'plain':
      return typeof value.value === 'string' ? javascriptText(value.value) : String(value.value)
    case 'object':
      return objectLiteral(value.members, margin)
    case 'list':
      return `[${value.items.map((item) => literal(item, margin)).join(', ')}]`
  }
}
