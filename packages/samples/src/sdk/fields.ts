import type { Field, MethodDefinition, Text } from '@yaoquan/api'

/** The lines of a field's comment: Chinese, English, then its example. */
export function describeField(field: Field): readonly string[] {
  return [...bothLanguages(field.description), ...exampleOf(field)]
}

/** The lines of a method's comment. */
export function describeMethod({ name, title, description }: MethodDefinition): readonly string[] {
  return [`TOP API: ${name}`, ...bothLanguages(title), ...bothLanguages(description)]
}

/** The lines with `*` + `/` replaced, which would end a block comment. */
export function insideBlockComment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replaceAll('*/', '* /'))
}

function bothLanguages({ zh, en }: Text): readonly string[] {
  return (zh === en ? [zh] : [zh, en]).map((text) => text.replaceAll(/\s+/g, ' '))
}

function exampleOf(field: Field): readonly string[] {
  switch (field.kind) {
    case 'object':
      return []
    case 'list':
      return field.item.kind === 'text' ? [`例 (e.g.) ${field.item.example}`] : []
    default:
      return [`例 (e.g.) ${field.example}`]
  }
}

/**
 * A check of generated classes before sending, as in the platform's generators (docs/reference/top-protocol.md, 2.3).
 * The kinds are the names of the checks in the platform's SDKs.
 */
export type FieldRule =
  | Readonly<{ kind: 'required' }>
  | Readonly<{ kind: 'maxLength' | 'maxListSize' | 'objectMaxListSize' | 'maxValue' | 'minValue'; limit: number }>

/** The rules of a top-level parameter. Only the gateway checks members of objects, as with the platform's SDKs. */
export function rulesOf(field: Field): readonly FieldRule[] {
  return [...(field.required ? [{ kind: 'required' } as const] : []), ...limitsOf(field)]
}

function limitsOf(field: Field): readonly FieldRule[] {
  switch (field.kind) {
    case 'text':
      return field.maxLength === undefined ? [] : [{ kind: 'maxLength', limit: field.maxLength }]
    case 'number':
      return [
        ...(field.max < Number.MAX_SAFE_INTEGER ? [{ kind: 'maxValue', limit: field.max } as const] : []),
        { kind: 'minValue', limit: field.min },
      ]
    case 'list': {
      const kind = field.item.kind === 'object' ? 'objectMaxListSize' : 'maxListSize'
      return field.maxItems === undefined ? [] : [{ kind, limit: field.maxItems }]
    }
    default:
      return []
  }
}
