import { element, setAttributes } from '../page/element.ts'

/** One result of `/docs/search.json`. */
type Found = Readonly<{ title: string; note: string; path: string }>

/**
 * Shows search results while the user types. `/` focuses the box, arrow keys select, Enter opens, Escape closes.
 * Without results Enter submits the form, which opens the page of results.
 */
export function wireSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#search')
  const form = input?.form
  if (!input || !form) return
  const box = createListBox(input)
  form.append(box.list)
  let latestQuery = 0
  input.addEventListener('input', async () => {
    latestQuery += 1
    const query = latestQuery
    const found = await fetchResults(form.action, input.value)
    // Ignores an answer that arrives after a later query was started.
    if (query !== latestQuery) return
    if (found.length > 0 || input.value.trim() === '') box.show(found)
    else box.sayNothing()
  })
  input.addEventListener('keydown', (event) => handleKey(event, box))
  input.addEventListener('blur', () => box.show([]))
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    event.preventDefault()
    input.select()
  })
}

type ListBox = Readonly<{
  list: HTMLElement
  show: (found: readonly Found[]) => void
  /** Says that nothing was found. */
  sayNothing: () => void
  move: (step: number) => void
  chosen: () => HTMLAnchorElement | undefined
}>

function createListBox(input: HTMLInputElement): ListBox {
  const label = input.labels?.[0]?.textContent ?? 'search'
  const list = element('ul', { id: 'search-results', role: 'listbox', 'aria-label': label, hidden: true })
  setAttributes(input, {
    role: 'combobox',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
  })
  const nothing = input.dataset['nothing'] ?? ''
  let place = -1
  const options = (): readonly HTMLElement[] => [
    ...list.querySelectorAll<HTMLElement>('[role=option]:not([aria-disabled])'),
  ]
  const choose = (next: number): void => {
    place = next
    for (const [index, option] of options().entries()) option.setAttribute('aria-selected', String(index === next))
    const option = options()[next]
    option?.scrollIntoView({ block: 'nearest' })
    if (option === undefined) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', option.id)
  }
  const fill = (items: readonly HTMLElement[]): void => {
    list.replaceChildren(...items)
    list.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(items.length > 0))
    choose(-1)
  }
  // Keeps the focus in the input until the click arrives.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  return {
    list,
    show: (found) => fill(found.map(optionOf)),
    sayNothing: () => fill([element('li', { role: 'option', 'aria-disabled': 'true', class: 'nothing' }, nothing)]),
    move(step) {
      const count = options().length
      if (count > 0) choose((place + step + count + (place < 0 && step < 0 ? 1 : 0)) % count)
    },
    chosen: () => options()[place]?.querySelector('a') ?? undefined,
  }
}

function optionOf({ title, note, path }: Found, index: number): HTMLElement {
  const link = element('a', { href: path, tabindex: '-1' }, title, element('small', note))
  return element('li', { id: `search-result-${index}`, role: 'option' }, link)
}

function handleKey(event: KeyboardEvent, box: ListBox): void {
  // A Chinese input method uses these keys while composing.
  if (event.isComposing) return
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp':
      event.preventDefault()
      box.move(event.key === 'ArrowDown' ? 1 : -1)
      return
    case 'Escape':
      box.show([])
      return
    case 'Enter': {
      const link = box.chosen()
      if (link === undefined) return
      event.preventDefault()
      link.click()
      box.show([])
    }
  }
}

async function fetchResults(action: string, query: string): Promise<readonly Found[]> {
  if (query.trim() === '') return []
  try {
    const url = new URL('search.json', action)
    url.searchParams.set('q', query)
    const answer = await fetch(url)
    return answer.ok ? await answer.json() : []
  } catch {
    // No server: exported pages, or a lost connection.
    return findInPageList(query)
  }
}

/** Searches the titles in the page list that every page contains. */
function findInPageList(query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/)
  return [...document.querySelectorAll<HTMLAnchorElement>('.pages a')]
    .map((link) => ({
      title: link.firstChild?.textContent ?? '',
      note: link.querySelector('small')?.textContent ?? '',
      path: link.href,
    }))
    .filter(({ title, note }) => words.every((word) => `${title} ${note}`.toLowerCase().includes(word)))
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
