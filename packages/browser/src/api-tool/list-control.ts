import type { ListField, ListItem } from '@yaoquan/api'
import { button, element } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { describeField, fieldName } from './describe-field.ts'
import type { FieldControl } from './form-part.ts'

type MakeItem = (item: ListItem, id: string, name: string) => FieldControl

type Row = Readonly<{ node: HTMLElement; control: FieldControl }>

/** The control of a list, with buttons to add and remove items. @param makeItem creates the control of an item */
export function listControl(field: ListField, id: string, makeItem: MakeItem): FieldControl {
  const rows: Row[] = []
  const items = element('div.items')
  let made = 0
  const addRow = (): Row => {
    const name = `${field.itemTag} ${rows.length + 1}`
    const control = makeItem(field.item, `${id}-${made++}`, name)
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
