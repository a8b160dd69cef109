import type { Field, Fields, ListItem } from '@yaoquan/api'
import type { XmlElement } from './read-xml.ts'

/**
 * Converts an element to the shape of parsed JSON: objects by wire name, lists as arrays, everything else as text. The
 * definition is needed because XML does not distinguish an empty text from an empty list.
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
