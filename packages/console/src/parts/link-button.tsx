import { Button } from 'antd'
import type { ReactNode } from 'react'

type Props = Readonly<{
  text: string
  act: () => void
  /** Accessible name, where the text is not enough. */
  name?: string
  /** Whether it is as high as the text around it. */
  isInline?: boolean
}>

/** An act in a table or a line of text, which looks like a link. */
export function LinkButton({ text, act, name, isInline = false }: Props): ReactNode {
  return (
    <Button type="link" size="small" className={isInline ? 'yq-inline' : ''} aria-label={name} onClick={act}>
      {text}
    </Button>
  )
}
