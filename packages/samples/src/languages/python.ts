import { methodClass } from '../call/class-names.ts'
import { pythonText } from '../call/literals.ts'
import type { SampleTarget } from '../call/sample.ts'
import type { SampleCall, SampleMember } from '../call/sample-call.ts'

/** By the platform's Python SDK, in words that Python 2 and 3 both know. */
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

/** Numbers are bare; everything else is the text that goes over the wire. */
function literal({ wire, value }: SampleMember, { parameters }: SampleCall): string {
  return value.kind === 'number' ? String(value.number) : pythonText(parameters[wire] ?? '')
}

/** That SDK takes a host and a port, and has the path in itself. */
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
