import { placeholderTarget, type SampleCall, type SampleTarget } from '../call/sample-call.ts'
import { shellText } from '../source-text/literals.ts'

/**
 * Writes a script for any POSIX shell, bash and zsh. The script passes the secret to openssl through a pipe, since
 * other users of the machine can see arguments. Its variables have a prefix, since zsh reserves `status` and others.
 */
export function renderCurl(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const { url, appKey, appSecret, session } = target
  const input: Readonly<Record<string, string>> = {
    app_key: appKey,
    ...(session === undefined ? {} : { session }),
    ...call.parameters,
  }
  const fixed = { format: 'json', method: call.method, partner_id: 'apidoc', sign_method: 'md5', v: '2.0' }
  const texts: Readonly<Record<string, string>> = {
    ...fixed,
    ...Object.fromEntries(Object.keys(input).map((wire) => [wire, `\${p_${wire}}`])),
    timestamp: `\${timestamp}`,
  }
  const protocolNames = ['app_key', 'format', 'method', 'partner_id', 'session', 'sign_method', 'timestamp', 'v']
  const names = Object.keys(texts).toSorted()
  const ordered = [
    ...protocolNames.filter((name) => name in texts),
    ...names.filter((name) => !protocolNames.includes(name)),
  ]
  return [
    `url=${shellText(url)}`,
    `secret=${shellText(appSecret)}`,
    ...Object.entries(input).map(([wire, value]) => `p_${wire}=${shellText(value)}`),
    "timestamp=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')",
    `base="${names.map((name) => name + (texts[name] ?? '')).join('')}"`,
    `sign=$(printf '%s' "$secret$base$secret" | openssl md5 -r | cut -c1-32 | tr 'a-f' 'A-F')`,
    '',
    'curl -X POST "$url" \\',
    "-H 'Content-Type:application/x-www-form-urlencoded;charset=utf-8' \\",
    ...ordered.map((name) => `--data-urlencode "${name}=${texts[name] ?? ''}" \\`),
    '--data-urlencode "sign=$sign"',
  ].join('\n')
}
