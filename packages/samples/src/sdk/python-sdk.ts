import type { Field } from '@yaoquan/api'
import { pythonText } from '../call/literals.ts'
import { describeField, describeMethod } from './describe-field.ts'
import type { SdkMethod } from './sdk-method.ts'

/** Modules for the folder `top/api/rest` of the platform's Python SDK, in words that Python 2 and 3 both know. */
export function pythonFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([
    ...methods.map((method) => [`top/api/rest/${method.className}Request.py`, requestModule(method)] as const),
    ['top/api/rest/yaoquan_requests.py', collection(methods)],
  ])
}

function requestModule({ definition, className, request }: SdkMethod): string {
  return `# -*- coding: utf-8 -*-
${comment(describeMethod(definition), '')}
from top.api.base import RestApi


class ${className}Request(RestApi):
    def __init__(self, domain='gw.api.taobao.com', port=80):
        RestApi.__init__(self, domain, port)
${request.map(attribute).join('')}
    def getapiname(self):
        return ${pythonText(definition.name)}
`
}

function attribute(field: Field): string {
  return `${comment([...describeField(field), ...form(field)], '        ')}        self.${field.wire} = None\n`
}

/** What that SDK does not do by itself: it would send a dict as Python writes it, which is no JSON. */
function form(field: Field): readonly string[] {
  const isStructure = field.kind === 'object' || (field.kind === 'list' && field.item.kind === 'object')
  if (isStructure) return [`JSON: json.dumps(${field.kind === 'object' ? '{...}' : '[{...}]'})`]
  if (field.kind === 'list') return ['逗号分隔 (joined by commas)']
  return field.kind === 'boolean' ? ['"true" / "false"'] : []
}

function collection(methods: readonly SdkMethod[]): string {
  const names = methods.map(({ className }) => `${className}Request`)
  return `# -*- coding: utf-8 -*-\n${names.map((name) => `from top.api.rest.${name} import ${name}\n`).join('')}`
}

function comment(lines: readonly string[], margin: string): string {
  return lines.map((line) => `${margin}# ${line}\n`).join('')
}
