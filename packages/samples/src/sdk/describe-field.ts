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
