import { type MethodDefinition, methods } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'

const all: readonly MethodDefinition[] = Object.values(methods)

/** The definition of a method; undefined if there is none of that name. */
export function definitionOf(name: string | undefined): MethodDefinition | undefined {
  return all.find((definition) => definition.name === name)
}

/** A search box for methods and the list of matches, grouped by category. @param first the method that is picked already */
export function methodPicker(first: MethodDefinition, onPick: (definition: MethodDefinition) => void): HTMLElement {
  let picked = first
  const search = element('input', { id: 'method-search', type: 'search', autocomplete: 'off', spellcheck: 'false' })
  const list = element('select', { id: 'method-list', size: '6', onchange: () => pick(list.value) })
  const count = element('p.note', { role: 'status' })
  const showFound = (): void => {
    const found = findMethods(all, search.value)
    show(list, optionGroups(found))
    list.value = picked.name
    show(count, say(`${found.length} 个API`, found.length === 1 ? '1 method' : `${found.length} methods`))
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
    const [found] = findMethods(all, search.value)
    if (found === undefined) return
    list.value = found.name
    pick(found.name)
  })
  showFound()
  return element(
    'div.method-picker',
    element('label', { for: search.id }, say('搜索API（名称或说明）', 'Search methods (name or description)')),
    search,
    element('label.unseen', { for: list.id }, say('API列表', 'Methods')),
    list,
    count,
  )
}

function optionGroups(found: readonly MethodDefinition[]): readonly HTMLElement[] {
  const labels = new Set(found.map(({ category }) => localize(category)))
  return [...labels].map((label) => {
    const methods = found.filter(({ category }) => localize(category) === label)
    const options = methods.map(({ name, title }) => element('option', { value: name }, `${name}  ${localize(title)}`))
    return element('optgroup', { label }, options)
  })
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
