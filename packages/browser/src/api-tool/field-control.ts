import {
  type BooleanField,
  type Field,
  type Fields,
  fieldLimits,
  type ListField,
  type ListItem,
  type NumberField,
  type ObjectField,
  type TextField,
} from '@yaoquan/api'
import { button, type Child, element, labelledField, selectBox } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import type { CallValues } from './tool-call.ts'

/** A part of the form of a call. */
export type FormPart<Value> = Readonly<{
  node: HTMLElement
  /** The values that the user typed and chose. */
  read: () => Value
}>

/** The control of a field; its value is undefined if it is blank. */
export type FieldControl<Value = unknown> = FormPart<Value> & Readonly<{ write: (value: unknown) => void }>

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
      return listControl(field, id)
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

type Row = Readonly<{ node: HTMLElement; control: FieldControl }>

/** The control of a list, with buttons to add and remove items. */
function listControl(field: ListField, id: string): FieldControl {
  const rows: Row[] = []
  const items = element('div.items')
  let made = 0
  const addRow = (): Row => {
    const name = `${field.itemTag} ${rows.length + 1}`
    const control = itemControl(field.item, `${id}-${made++}`, name)
    const remove = say('删除', 'Remove')
    const removeButton = button(remove, () => removeRow(row), { 'aria-label': `${remove} ${name}` })
    const row = {
      control,
      node: element('div.item', { role: 'group', 'aria-label': name }, control.node, removeButton),
    }
    rows.push(row)
    items.append(row.node)
    return row
  }
  const removeRow = (row: Row): void => {
    rows.splice(rows.indexOf(row), 1)
    row.node.remove()
    add.focus()
    items.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const add = button(say('添加一项', 'Add an item'), () =>
    addRow().node.querySelector<HTMLElement>('input, select, textarea')?.focus(),
  )
  const note = element('p.note', describeField(field))
  return {
    node: element('fieldset.list', element('legend', fieldName(field)), note, items, add),
    read() {
      const values = rows.map(({ control }) => control.read()).filter((value) => value !== undefined)
      return values.length === 0 ? undefined : values
    },
    write(value) {
      for (const { node } of rows.splice(0)) node.remove()
      for (const item of Array.isArray(value) ? value : []) addRow().control.write(item)
    },
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

/** The description and limits of a field on one line, in the language of the page. A choice shows its values itself. */
function describeField(field: Field): string {
  const isChoice = field.kind === 'text' && field.oneOf !== undefined
  const texts = [field.description, field.need, ...(isChoice ? [] : fieldLimits(field))]
  return texts
    .filter((text) => text !== undefined)
    .map(localize)
    .join(say('；', '; '))
}

/** The wire name, followed by a mark if the field is required. */
function fieldName({ wire, required }: Field): Child {
  return [element('code', wire), required && [' ', element('span.required', say('必填', 'required'))]]
}
