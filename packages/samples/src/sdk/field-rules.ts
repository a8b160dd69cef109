import type { Field } from '@yaoquan/api'

/**
 * A check of generated classes before sending, as in the platform's generators (docs/reference/top-protocol.md, 2.3).
 */
export type FieldRule =
  | Readonly<{ kind: 'required' }>
  | Readonly<{ kind: 'maxLength' | 'maxTexts' | 'maxObjects' | 'maxValue' | 'minValue'; limit: number }>

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
      const kind = field.item.kind === 'object' ? 'maxObjects' : 'maxTexts'
      return field.maxItems === undefined ? [] : [{ kind, limit: field.maxItems }]
    }
    default:
      return []
  }
}
