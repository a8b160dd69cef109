import { type MethodDefinition, methods } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'

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
  const count = element('p.note', { role: 'status' })
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
      'div.method-picker',
      element('label', { for: 'method-search' }, say('搜索API（名称或说明）', 'Search methods (name or description)')),
      search,
      element('label.unseen', { for: 'method-list' }, say('API列表', 'Methods')),
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

/** The methods with every word of a query in name, title, category or description; names come first. */
export function findMethods(methods: readonly MethodDefinition[], query: string): readonly MethodDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const containsAll = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const named = methods.filter(({ name }) => containsAll(name))
  const described = methods.filter((method) => !named.includes(method) && containsAll(searchedText(method)))
  return [...named, ...described]
}

function searchedText({ name, title, category, description }: MethodDefinition): string {
  return [name, ...[title, category, description].flatMap(({ zh, en }) => [zh, en])].join(' ')
}
