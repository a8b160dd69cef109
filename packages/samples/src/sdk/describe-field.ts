import type { Field, MethodDefinition, Text } from '@yaoquan/api'

/** What a field means, as lines of a comment: Chinese, English, then its example. */
export function describeField(field: Field): readonly string[] {
  return [...bothLanguages(field.description), ...exampleOf(field)]
}

/** What a method does, as lines of a comment. */
export function describeMethod({ name, title, description }: MethodDefinition): readonly string[] {
  return [`TOP API: ${name}`, ...bothLanguages(title), ...bothLanguages(description)]
}

/** Lines that no `*` + `/` in them can end early. */
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
