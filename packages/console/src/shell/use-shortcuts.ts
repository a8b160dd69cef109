import { useEffect, useRef } from 'react'

export type Shortcuts = Readonly<{
  openPalette: () => void
  showShortcuts: () => void
  /** @param letter typed after `g` */
  jump: (letter: string) => void
}>

/** How long `g` waits for its letter. */
const jumpMs = 1_500

/** The keys of all screens. Letters count only while nothing is typed and no dialog is open. */
export function useShortcuts({ openPalette, showShortcuts, jump }: Shortcuts): void {
  const jumpingSinceMs = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, timeStamp, target } = event
      if (event.isComposing || event.altKey) return
      if (event.ctrlKey || event.metaKey) {
        if (key.toLowerCase() !== 'k' || event.shiftKey) return
        event.preventDefault()
        return openPalette()
      }
      const isJumping = timeStamp - jumpingSinceMs.current < jumpMs
      jumpingSinceMs.current = Number.NEGATIVE_INFINITY
      if (target instanceof Element && target.closest('input, textarea, select, [role=textbox]')) return
      // A drawer is open even where nothing in it has the focus.
      if (document.querySelector('[role=dialog], dialog[open]') !== null) return
      if (isJumping) jump(key)
      else if (key === 'g') jumpingSinceMs.current = timeStamp
      // A Chinese keyboard types it in full width.
      else if (key === '?' || key === '？') showShortcuts()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}

/** The key that is held for commands, as its keyboard names it. */
export const commandKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
