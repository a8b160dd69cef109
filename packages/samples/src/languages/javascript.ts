import {
  placeholderTarget,
  type SampleCall,
  type SampleMember,
  type SampleTarget,
  type SampleValue,
} from '../call/sample-call.ts'
import { javascriptText } from '../source-text/literals.ts'

/** Writes a call with the npm package `node-taobao-topclient`, which returns promises; similar clients use callbacks. */
export function renderNodejs(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const { session } = target
  const parameters = [
    ...(session === undefined ? [] : [`\t'session':${javascriptText(session)}`]),
    ...Object.entries(call.parameters).map(([wire, value]) => `\t'${wire}':${javascriptText(value)}`),
  ]
  return [
    "process.env.TZ = 'Asia/Shanghai';",
    "var TopClient = require('node-taobao-topclient').default;",
    'var client = new TopClient({',
    `\t'appkey': ${javascriptText(target.appKey)},`,
    `\t'appsecret': ${javascriptText(target.appSecret)},`,
    `\t'REST_URL': ${javascriptText(target.url)}`,
    '});',
    '',
    `client.execute('${call.method}', {`,
    ...(parameters.length > 0 ? [parameters.join(',\n')] : []),
    '}).then(function(response) {',
    '\tconsole.log(JSON.stringify(response));',
    '}, function(error) {',
    '\tconsole.log(error);',
    '});',
  ].join('\n')
}

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
