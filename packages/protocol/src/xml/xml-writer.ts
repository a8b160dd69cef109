import type { Field, Fields, ListField, ListItem } from '@yaoquan/api'
import type { Values } from '../json/json-writer.ts'
import { xmlText } from './xml-text.ts'

/** Appends the child elements of an object to a text. */
export type WriteElements = (text: string, values: Values) => string

type WriteElement = (text: string, value: unknown) => string

/** A writer of child elements in the order of the definition; members without a value are left out. */
export function xmlElements(fields: Fields): WriteElements {
  const elements = Object.entries(fields).map(([property, field]) => ({
    property,
    write: elementWriter(field.wire, field),
  }))
  return (text, values) => {
    let out = text
    for (const { property, write } of elements) {
      const value = values[property]
      if (value !== undefined && value !== null) out = write(out, value)
    }
    return out
  }
}

function elementWriter(name: string, field: Field | ListItem): WriteElement {
  const open = `<${name}>`
  const close = `</${name}>`
  switch (field.kind) {
    case 'text':
      return (text, value) => text + open + (xmlText(String(value)) + close)
    case 'number':
    case 'boolean':
      return (text, value) => text + open + String(value) + close
    case 'object': {
      const writeElements = xmlElements(field.fields)
      return (text, value) => writeElements(text + open, value as Values) + close
    }
    case 'list':
      return listWriter(field)
  }
}

/** Items under their tag inside the list's own element, which is empty for an empty list. */
function listWriter(field: ListField): WriteElement {
  const writeItem = elementWriter(field.itemTag, field.item)
  return (text, value) => {
    const items = value as readonly unknown[]
    if (items.length === 0) return `${text}<${field.wire}/>`
    let out = `${text}<${field.wire}>`
    for (const item of items) out = writeItem(out, item)
    return `${out}</${field.wire}>`
  }
}
