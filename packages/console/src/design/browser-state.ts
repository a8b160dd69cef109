import { useSyncExternalStore } from 'react'

/** Whether the system prefers less motion. */
export const prefersStill = matchMedia('(prefers-reduced-motion: reduce)')

/** Whether the page is as narrow as that of a phone. Ant Design's breakpoint `sm` begins where this ends. */
export const isOnPhone = matchMedia('(width < 576px)')

/** Whether the page has no room for the navigation beside its content. `shell/frame.css` has the same width. */
export const isNarrow = matchMedia('(width < 600px)')

/** Whether the navigation would take too much of the page's width with its words. */
export const isTight = matchMedia('(width < 1100px)')

/** Whether a list beside the navigation has room for columns that one can do without. */
export const isWide = matchMedia('(width >= 1400px)')

/** Whether the page is being printed. */
export const isOnPaper = matchMedia('print')

/** Whether a media query matches now; components show it anew when that changes. */
export function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => query.matches,
  )
}

/** Whether the browser has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

function subscribe(changed: () => void): () => void {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}
