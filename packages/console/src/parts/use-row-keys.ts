import { type KeyboardEvent, useEffect, useId } from 'react'

type RowProps = Readonly<{
  tabIndex: number
  /** Names the list. */
  'data-row-key-nav': string
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}>

/**
 * Keys of a list: `j` and `k` go down and up its shown rows, Enter opens the row.
 * @returns the properties of a row, by its key
 */
export function useRowKeys(open: ((row: string) => void) | undefined): (row: string) => RowProps {
  const list = useId()
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog]')
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !['j', 'k'].includes(event.key)) return
      // A long list is shown in pages, so only the document says which rows there are.
      const rows = [...document.querySelectorAll<HTMLElement>(`[data-row-key-nav="${CSS.escape(list)}"]`)]
      const index = rows.findIndex((row) => row.matches(':focus-within')) + (event.key === 'j' ? 1 : -1)
      rows[Math.max(0, Math.min(rows.length - 1, index))]?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [list])
  return (row) => ({
    tabIndex: 0,
    'data-row-key-nav': list,
    onKeyDown: (event) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open?.(row)
    },
  })
}
