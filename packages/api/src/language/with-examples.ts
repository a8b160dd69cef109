import type { Field, Fields, ListItem } from './field.ts'

/** Examples by property name, at any depth; of a list of texts, that of its items. */
export type Examples = Readonly<Record<string, string | number | boolean>>

/**
 * The same fields with other examples, so that methods which share fields can name objects of their own.
 * @param examples of the kind of their fields
 */
export function withExamples(fields: Fields, examples: Examples): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, replaced(name, field, examples)]))
}

function replaced(name: string, field: Field, examples: Examples): Field {
  const example = examples[name]
  switch (field.kind) {
    case 'object':
      return { ...field, fields: withExamples(field.fields, examples) }
    case 'list':
      return { ...field, item: replacedItem(field.item, example, examples) }
    case 'text':
      return typeof example === 'string' ? { ...field, example } : field
    case 'number':
      return typeof example === 'number' ? { ...field, example } : field
    case 'boolean':
      return typeof example === 'boolean' ? { ...field, example } : field
  }
}

function replacedItem(item: ListItem, example: Examples[string] | undefined, examples: Examples): ListItem {
  if (item.kind === 'object') return { ...item, fields: withExamples(item.fields, examples) }
  return typeof example === 'string' ? { ...item, example } : item
}
