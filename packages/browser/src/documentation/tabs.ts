import { recall, remember } from '../memory/browser-memory.ts'
import { setAttributes } from '../page/element.ts'

/**
 * Turns consecutive samples (`.tabs`) into tabs. A link to a sample selects its tab, and the tab that a reader selects
 * in a group (`data-tabs`) is selected on the next page too.
 */
export function wireTabs(): void {
  const groups = [...document.querySelectorAll<HTMLElement>('.tabs')].map(wireGroup)
  const showTarget = (): void => {
    for (const group of groups) group.showId(decodeURIComponent(location.hash.slice(1)))
  }
  addEventListener('hashchange', showTarget)
  showTarget()
}

type TabGroup = Readonly<{ showId: (id: string) => void }>
type Pair = Readonly<{ tab: HTMLAnchorElement; panel: HTMLElement }>

function wireGroup(root: HTMLElement): TabGroup {
  const list = root.querySelector<HTMLElement>('.tab-list')
  const storageKey = `yaoquan-tab-${root.dataset['tabs']}`
  const pairs = [...root.querySelectorAll<HTMLAnchorElement>('.tab-list a')].flatMap((tab) => pairOf(root, tab))
  const show = (chosen: Pair): void => {
    for (const { tab, panel } of pairs) {
      const isChosen = panel === chosen.panel
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
      panel.hidden = !isChosen
    }
  }
  list?.setAttribute('role', 'tablist')
  root.classList.add('live')
  for (const pair of pairs) setTabRoles(pair)
  const choose = (pair: Pair): void => {
    show(pair)
    remember(storageKey, suffixOf(pair))
    // Sets the address to the sample without scrolling.
    history.replaceState(null, '', `#${pair.panel.id}`)
  }
  list?.addEventListener('click', (event) => {
    const pair = pairs.find(({ tab }) => tab === event.target)
    if (pair === undefined) return
    event.preventDefault()
    choose(pair)
  })
  list?.addEventListener('keydown', (event) => {
    const next = neighbour(pairs, event)
    if (next === undefined) return
    event.preventDefault()
    choose(next)
    next.tab.focus()
  })
  const wanted = recall(storageKey)
  const first = pairs.find((pair) => suffixOf(pair) === wanted) ?? pairs[0]
  if (first !== undefined) show(first)
  return {
    showId(id) {
      const pair = pairs.find(({ panel }) => panel.id === id)
      if (pair === undefined) return
      show(pair)
      pair.panel.scrollIntoView({ block: 'nearest' })
    },
  }
}

function pairOf(root: HTMLElement, tab: HTMLAnchorElement): readonly Pair[] {
  const panel = root.querySelector<HTMLElement>(`[id="${CSS.escape(tab.hash.slice(1))}"]`)
  return panel === null ? [] : [{ tab, panel }]
}

function setTabRoles({ tab, panel }: Pair): void {
  tab.parentElement?.setAttribute('role', 'presentation')
  setAttributes(tab, { role: 'tab', id: `tab-${panel.id}`, 'aria-controls': panel.id })
  setAttributes(panel, { role: 'tabpanel', 'aria-labelledby': tab.id })
}

function neighbour(pairs: readonly Pair[], { target, key }: KeyboardEvent): Pair | undefined {
  const place = pairs.findIndex(({ tab }) => tab === target)
  const places: Readonly<Record<string, number>> = {
    ArrowRight: (place + 1) % pairs.length,
    ArrowLeft: place - 1,
    Home: 0,
    End: -1,
  }
  return pairs.at(places[key] ?? pairs.length)
}

/** `sample-java` → `java`, `error-json` → `json`. */
function suffixOf({ panel }: Pair): string {
  return panel.id.slice(panel.id.indexOf('-') + 1)
}
