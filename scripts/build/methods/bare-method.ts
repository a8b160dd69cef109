import { bothTexts, type Field, type Fields, type ListItem, type MethodDefinition } from '@yaoquan/api'
import type { NamedDefinition } from './method-types.ts'

const blank = { zh: '', en: '' }

/**
 * A module with one definition that imports nothing and has no documents, examples and error table, which no call needs: a bundle for
 * browsers has it in place of that of `@yaoquan/api`.
 * @returns the text of the module
 */
export function bareModule({ exportName, definition }: NamedDefinition): string {
  const text = JSON.stringify(bareDefinition(definition)).replaceAll(JSON.stringify(blank), 'blank')
  return `const blank = ${JSON.stringify(blank)}\nexport const ${exportName} = ${text}\n`
}

/** The declarations of that module. */
export function bareDeclarations({ exportName, definition: { name, title } }: NamedDefinition): string {
  return `import type { MethodDefinition } from '@yaoquan/api'
/** ${bothTexts(title)}, without documents: for \`MethodClient\` in a browser. */
export declare const ${exportName}: MethodDefinition & Readonly<{ name: '${name}' }>
`
}

/** The same method with blank texts. */
export function bareDefinition(definition: MethodDefinition): MethodDefinition {
  const { name, scope, effect, isOncePerContent, request, response } = definition
  return {
    name,
    title: blank,
    description: blank,
    category: blank,
    scope,
    effect,
    ...(isOncePerContent === undefined ? {} : { isOncePerContent }),
    request: bareFields(request),
    response: bareFields(response),
    errorCodes: [],
  }
}

function bareFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([property, field]) => [property, bareField(field)]))
}

function bareField({ need: _, ...field }: Field): Field {
  switch (field.kind) {
    case 'text':
      return { ...field, description: blank, example: '' }
    case 'object':
      return { ...field, description: blank, typeName: '', fields: bareFields(field.fields) }
    case 'list':
      return { ...field, description: blank, item: bareItem(field.item) }
    default:
      return { ...field, description: blank }
  }
}

function bareItem(item: ListItem): ListItem {
  return item.kind === 'object' ? { ...item, typeName: '', fields: bareFields(item.fields) } : { ...item, example: '' }
}
