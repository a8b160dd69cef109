import type { Field } from '@yaoquan/api'
import { pythonText } from '../source-text/literals.ts'
import { describeField, describeMethod, isStructure, type SdkMethod } from './sdk-method.ts'

/** Generates modules for the folder `top/api/rest` of the platform's Python SDK, compatible with Python 2 and 3. */
export function pythonFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([
    ...methods.map((method) => [`top/api/rest/${method.className}Request.py`, requestModule(method)] as const),
    ['top/api/rest/yaoquan_requests.py', allImports(methods)],
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

/** How to format a value, since the SDK would send a dict in Python's notation instead of JSON. */
function form(field: Field): readonly string[] {
  if (isStructure(field)) return [`JSON: json.dumps(${field.kind === 'object' ? '{...}' : '[{...}]'})`]
  if (field.kind === 'list') return ['逗号分隔 (joined by commas)']
  return field.kind === 'boolean' ? ['"true" / "false"'] : []
}

function allImports(methods: readonly SdkMethod[]): string {
  const names = methods.map(({ className }) => `${className}Request`)
  return `# -*- coding: utf-8 -*-\n${names.map((name) => `from top.api.rest.${name} import ${name}\n`).join('')}`
}

function comment(lines: readonly string[], margin: string): string {
  return lines.map((line) => `${margin}# ${line}\n`).join('')
}
