import { placeholderTarget, type SampleTarget } from '../call/sample.ts'
import type { SampleCall } from '../call/sample-call.ts'
import { pythonText } from '../source-text/literals.ts'

/** Writes a call with the standard library of Python 3. */
export function renderPython3(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const { url, appKey, appSecret, session } = target
  const input = { method: call.method, app_key: appKey, ...(session === undefined ? {} : { session }) }
  return [
    'import hashlib',
    'from datetime import datetime, timedelta, timezone',
    'from urllib.parse import urlencode',
    'from urllib.request import urlopen',
    '',
    `url = ${pythonText(url)}`,
    `secret = ${pythonText(appSecret)}`,
    'parameters = {',
    ...Object.entries(input).map(entry),
    '    "timestamp": datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S"),',
    '    "v": "2.0",',
    '    "format": "json",',
    '    "sign_method": "md5",',
    ...Object.entries(call.parameters).map(entry),
    '}',
    'base = "".join(name + parameters[name] for name in sorted(parameters))',
    'parameters["sign"] = hashlib.md5((secret + base + secret).encode()).hexdigest().upper()',
    '',
    'with urlopen(url, urlencode(parameters).encode()) as response:',
    '    print(response.read().decode())',
  ].join('\n')
}

function entry([wire, value]: readonly [string, string]): string {
  return `    ${pythonText(wire)}: ${pythonText(value)},`
}
