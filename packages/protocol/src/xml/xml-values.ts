import type { Field, Fields, ListItem } from '@yaoquan/api'
import type { XmlElement } from './read-xml.ts'

/**
 * An element as the value that JSON would have in its place: objects by wire name, lists as arrays, everything else as
 * text. XML alone does not tell an empty text from an empty list, hence the definition.
 */
export function xmlValues(fields: Fields, element: XmlElement): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>()
  for (const field of Object.values(fields)) {
    const child = element.children.find(({ name }) => name === field.wire)
    if (child !== undefined) values.set(field.wire, xmlValue(field, child))
  }
  return Object.fromEntries(values)
}

function xmlValue(field: Field | ListItem, element: XmlElement): unknown {
  switch (field.kind) {
    case 'object':
      return xmlValues(field.fields, element)
    case 'list':
      return element.children.filter(({ name }) => name === field.itemTag).map((child) => xmlValue(field.item, child))
    default:
      return element.text
  }
}
