import { type KeyboardEvent, useEffect, useRef } from 'react'

type Rows = Readonly<{
  /** Keys of the shown rows, in their order. */
  rows: readonly string[]
  open: ((row: string) => void) | undefined
}>

type RowProps = Readonly<{
  tabIndex: number
  'data-row-key-nav': string
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}>

/**
 * Keys of a list: `j` and `k` go down and up, Enter opens the row.
 * @returns the properties of a row, by its key
 */
export function useRowKeys({ rows, open }: Rows): (row: string) => RowProps {
  const current = useRef<Rows>({ rows, open })
  current.current = { rows, open }
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog]')
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !['j', 'k'].includes(event.key)) return
      const { rows: keys } = current.current
      const focused = document.activeElement?.getAttribute('data-row-key-nav') ?? ''
      const index = keys.indexOf(focused) + (event.key === 'j' ? 1 : -1)
      const next = keys[Math.max(0, Math.min(keys.length - 1, index))]
      if (next === undefined) return
      document.querySelector<HTMLElement>(`[data-row-key-nav="${CSS.escape(next)}"]`)?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (row) => ({
    tabIndex: 0,
    'data-row-key-nav': row,
    onKeyDown: (event) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open?.(row)
    },
  })
}
