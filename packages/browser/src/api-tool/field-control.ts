import type { BooleanField, Field, Fields, ListItem, NumberField, ObjectField, TextField } from '@yaoquan/api'
import { element, labelledField, selectBox } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { describeField, fieldName } from './describe-field.ts'
import type { FieldControl } from './form-part.ts'
import { listControl } from './list-control.ts'
import type { CallValues } from './tool-call.ts'

/** The controls of an object's fields, in the order of the definition. @param id unique on the page */
export function fieldsControl(fields: Fields, id: string): FieldControl<CallValues> {
  const controls = Object.entries(fields).map(([property, field]) => ({
    property,
    control: fieldControl(field, `${id}-${field.wire}`),
  }))
  return {
    node: element('div.fields', ...controls.map(({ control }) => control.node)),
    read() {
      const values = controls.map(({ property, control }) => [property, control.read()] as const)
      return Object.fromEntries(values.filter(([, value]) => value !== undefined))
    },
    write(values) {
      const input = (typeof values === 'object' && values !== null ? values : {}) as CallValues
      for (const { property, control } of controls) control.write(input[property])
    },
  }
}

function fieldControl(field: Field, id: string): FieldControl {
  switch (field.kind) {
    case 'object':
      return objectControl(field, id)
    case 'list':
      return listControl(field, id, itemControl)
    case 'boolean':
      return choiceControl(field, id, ['true', 'false'])
    case 'text':
      return field.oneOf === undefined ? inputControl(field, id) : choiceControl(field, id, field.oneOf)
    case 'number':
      return inputControl(field, id)
  }
}

function objectControl(field: ObjectField, id: string): FieldControl {
  const { node, read, write } = fieldsControl(field.fields, id)
  const note = element('p.note', localize(field.description))
  return {
    node: element('fieldset.object', element('legend', fieldName(field)), note, node),
    read() {
      const values = read()
      return Object.keys(values).length === 0 && !field.required ? undefined : values
    },
    write,
  }
}

/** The control of a list item, labelled with its number. */
function itemControl(item: ListItem, id: string, name: string): FieldControl {
  if (item.kind === 'object') return fieldsControl(item.fields, id)
  const input = element('input', { id, 'aria-label': name, placeholder: item.example, autocomplete: 'off' })
  return { node: input, read: () => textOf(input), write: (value) => writeText(input, value) }
}

function inputControl(field: TextField | NumberField, id: string): FieldControl {
  const attributes = {
    id,
    placeholder: String(field.example),
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${id}-note`,
    'aria-required': field.required && 'true',
  }
  // The pattern only rejects text that is not an integer; the server checks the range.
  const integer = { inputmode: 'numeric', pattern: '\\s*-?\\d{1,16}\\s*', title: say('请输入整数', 'Enter an integer') }
  const input =
    field.kind === 'text' && isLong(field)
      ? element('textarea', { rows: '2' }, attributes)
      : element('input', attributes, field.kind === 'number' && integer)
  return {
    node: described(field, input),
    read() {
      const text = textOf(input, field.kind === 'text' && field.verbatim === true)
      return field.kind === 'number' && text !== undefined ? Number(text) : text
    },
    write: (value) => writeText(input, value),
  }
}

function isLong({ maxLength = 0, verbatim }: TextField): boolean {
  return verbatim === true || maxLength > 512
}

function choiceControl(field: TextField | BooleanField, id: string, choices: readonly string[]): FieldControl {
  const none = { value: '', text: say('（不传）', '(not sent)') }
  const select = selectBox({ id, 'aria-describedby': `${id}-note` }, [none, ...choices])
  return {
    node: described(field, select),
    read() {
      if (select.value === '') return undefined
      return field.kind === 'boolean' ? select.value === 'true' : select.value
    },
    write: (value) => writeText(select, value),
  }
}

function described(field: Field, control: HTMLElement): HTMLElement {
  const note = element('p.note', { id: `${control.id}-note` }, describeField(field))
  return labelledField(fieldName(field), control, note)
}

type Input = HTMLInputElement | HTMLTextAreaElement

function textOf(input: Input, isVerbatim = false): string | undefined {
  const text = isVerbatim ? input.value : input.value.trim()
  return text === '' ? undefined : text
}

function writeText(input: Input | HTMLSelectElement, value: unknown): void {
  input.value = value === undefined ? '' : String(value)
}
