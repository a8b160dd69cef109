import { placeholderTarget, type SampleCall, type SampleMember, type SampleTarget } from '../call/sample-call.ts'
import { methodClass } from '../source-text/class-names.ts'
import { pythonText } from '../source-text/literals.ts'

/** Writes a call with the platform's Python SDK, compatible with Python 2 and 3. */
export function renderPython(call: SampleCall, target: SampleTarget | undefined): string {
  return [
    '# -*- coding: utf-8 -*-',
    'import top.api',
    '',
    ...(target === undefined ? [] : variables(target)),
    `req=top.api.${methodClass(call.method)}Request(url,port)`,
    'req.set_app_info(top.appinfo(appkey,secret))',
    '',
    ...call.members.map((member) => `req.${member.wire}=${literal(member, call)}`),
    'try:',
    `\tresp= req.getResponse(${target?.session === undefined ? '' : 'sessionkey'})`,
    '\tprint(resp)',
    'except Exception as e:',
    '\tprint(e)',
  ].join('\n')
}

/** Numbers are number literals; everything else is a literal of the wire text. */
function literal({ wire, value }: SampleMember, { parameters }: SampleCall): string {
  const isNumber = value.kind === 'plain' && typeof value.value === 'number'
  return isNumber ? String(value.value) : pythonText(parameters[wire] ?? '')
}

/** The SDK takes host and port; its path is fixed. */
function variables({ url, appKey, appSecret, session }: SampleTarget): readonly string[] {
  const { hostname, port, protocol } = new URL(url)
  return [
    `url=${pythonText(hostname)}`,
    `port=${port || (protocol === 'https:' ? '443' : '80')}`,
    `appkey=${pythonText(appKey)}`,
    `secret=${pythonText(appSecret)}`,
    ...(session === undefined ? [] : [`sessionkey=${pythonText(session)}`]),
    '',
  ]
}

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
