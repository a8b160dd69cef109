import { type MethodDefinition, methods } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { localize } from '../page/localize.ts'
import { findMethods } from './find-methods.ts'

export type MethodPicker = Readonly<{ node: HTMLElement; select: (definition: MethodDefinition) => void }>

const all: readonly MethodDefinition[] = Object.values(methods)

/** The definition of a method; undefined if there is none of that name. */
export function definitionOf(name: string | undefined): MethodDefinition | undefined {
  return all.find((definition) => definition.name === name)
}

/** A search box for methods and the list of matches, grouped by category. */
export function methodPicker(onPick: (definition: MethodDefinition) => void): MethodPicker {
  const search = element('input', { id: 'method-search', type: 'search', autocomplete: 'off', spellcheck: 'false' })
  const list = element('select', { id: 'method-list', size: '6' })
  const count = element('p', { class: 'note', role: 'status' })
  let picked: MethodDefinition | undefined
  const showFound = (): void => {
    const found = findMethods(all, search.value)
    show(list, optionGroups(found))
    list.value = picked?.name ?? ''
    show(count, localize(countText(found.length)))
  }
  const pick = (name: string): void => {
    const definition = definitionOf(name)
    if (definition === undefined || definition === picked) return
    picked = definition
    onPick(definition)
  }
  search.addEventListener('input', showFound)
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') list.focus()
    else if (event.key !== 'Enter') return
    event.preventDefault()
    const [first] = findMethods(all, search.value)
    if (first === undefined) return
    list.value = first.name
    pick(first.name)
  })
  list.addEventListener('change', () => pick(list.value))
  showFound()
  return {
    node: element(
      'div',
      { class: 'method-picker' },
      element('label', { for: 'method-search' }, localize(texts.search)),
      search,
      element('label', { for: 'method-list', class: 'unseen' }, localize(texts.list)),
      list,
      count,
    ),
    select(definition) {
      picked = definition
      list.value = definition.name
    },
  }
}

function optionGroups(found: readonly MethodDefinition[]): readonly HTMLElement[] {
  const categories = [...new Set(found.map(({ category }) => localize(category)))]
  return categories.map((label) =>
    element(
      'optgroup',
      { label },
      ...found
        .filter(({ category }) => localize(category) === label)
        .map(({ name, title }) => element('option', { value: name }, `${name}  ${localize(title)}`)),
    ),
  )
}

function countText(count: number): Readonly<{ zh: string; en: string }> {
  return { zh: `${count} 个API`, en: count === 1 ? '1 method' : `${count} methods` }
}

const texts = {
  search: { zh: '搜索API（名称或说明）', en: 'Search methods (name or description)' },
  list: { zh: 'API列表', en: 'Methods' },
} as const
