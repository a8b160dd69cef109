import { placeholderTarget, type SampleTarget } from '../call/sample.ts'
import type { SampleCall } from '../call/sample-call.ts'
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
