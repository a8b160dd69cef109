import { useEffect, useState } from 'react'

/** A filter that is typed. */
export type TypedFilter = Readonly<{
  name: string
  value: string | undefined
  change: (value: string | undefined) => void
  width?: number
}>

type Typed = Readonly<{ text: string; setText: (text: string) => void; apply: (text: string) => void }>

/** The text that is being typed. It is applied on Enter and when the field loses focus, so that no half-typed text is searched. */
export function useTypedFilter({ value = '', change }: TypedFilter): Typed {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const apply = (next: string) => {
    const trimmed = next.trim()
    if (trimmed !== value) change(trimmed === '' ? undefined : trimmed)
  }
  return { text, setText, apply }
}
