import type { Field } from '@yaoquan/api'
import { capitalProperty } from '../source-text/class-names.ts'
import { goText } from '../source-text/literals.ts'
import { goClient, goModule } from './go-client.ts'
import { describeField, describeMethod, type SdkMethod, type SdkType, typeNaming, typesOf } from './sdk-method.ts'

/** Generates a complete package on the standard library: the platform has no common Go SDK to extend. */
export function goFiles(methods: readonly SdkMethod[]): ReadonlyMap<string, string> {
  return new Map([
    ['go.mod', goModule],
    ['client.go', goClient],
    ['types.go', ['package yaoquan\n', ...typesOf(methods).map((type) => structType(type))].join('')],
    ...methods.map((method) => [`${fileName(method)}.go`, methodFile(method)] as const),
  ])
}

/** The name has a prefix and a suffix, since Go ignores files whose names end in `_test` or the name of another system. */
function fileName({ definition }: SdkMethod): string {
  return `api_${definition.name.replaceAll('.', '_')}_method`
}

function methodFile(method: SdkMethod): string {
  const { definition, className, request, response } = method
  return `package yaoquan

import "context"
${structType({ name: `${className}Request`, fields: request }, `${className}Request has the parameters of ${className}.`)}\
${structType(
  { name: `${className}Response`, fields: response },
  `${className}Response is the answer of ${className}.`,
  [requestId],
)}
${comment([`${className} calls ${definition.name}.`, ...describeMethod(definition).slice(1)], '')}
func (client *Client) ${className}(ctx context.Context, request *${className}Request) (*${className}Response, error) {
	call := newCall(${goText(definition.name)})
${request.map((field) => `\t${send(field)}\n`).join('')}\
	response := &${className}Response{}
	if err := client.execute(ctx, call, response); err != nil {
		return nil, err
	}
	return response, nil
}
`
}

const requestId = `	// 网关给该次调用的编号
	// Identifies the call in the gateway's log
	RequestID string \`json:"request_id"\`
`

function structType(
  { name, fields }: SdkType,
  title = `${name} is a structure of the API.`,
  more: readonly string[] = [],
): string {
  const members = [...fields.map(member), ...more].join('\n')
  return members === ''
    ? `\n// ${title}\ntype ${name} struct{}\n`
    : `\n// ${title}\ntype ${name} struct {\n${members}}\n`
}

function member(field: Field): string {
  const tag = field.required ? field.wire : `${field.wire},omitempty`
  return `${comment(describeField(field), '\t')}\n\t${capitalProperty(field.wire)} ${typeOf(field)} \`json:"${tag}"\`\n`
}

/** Optional values are pointers, except texts and lists, whose zero value means absent. */
function typeOf(field: Field): string {
  const isPointer =
    field.kind === 'object' || ((field.kind === 'number' || field.kind === 'boolean') && !field.required)
  return `${isPointer ? '*' : ''}${valueType(field)}`
}

const valueType = typeNaming({
  text: 'string',
  number: 'int64',
  boolean: 'bool',
  objectOf: (name) => name,
  listOf: (name) => `[]${name}`,
})

function send(field: Field): string {
  const name = goText(field.wire)
  const value = `request.${capitalProperty(field.wire)}`
  const isRequired = String(field.required)
  switch (field.kind) {
    case 'text':
      return `call.text(${name}, ${value}, ${isRequired})`
    case 'number':
      return `call.number(${name}, ${field.required ? '&' : ''}${value})`
    case 'boolean':
      return `call.boolean(${name}, ${field.required ? '&' : ''}${value})`
    case 'object':
      return `call.structure(${name}, ${value}, ${value} != nil, ${isRequired})`
    case 'list':
      return field.item.kind === 'object'
        ? `call.structure(${name}, ${value}, len(${value}) > 0, ${isRequired})`
        : `call.texts(${name}, ${value}, ${isRequired})`
  }
}

function comment(lines: readonly string[], margin: string): string {
  return lines.map((line) => `${margin}// ${line}`).join('\n')
}
