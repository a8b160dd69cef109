import { Skeleton } from 'antd'
import type { ReactNode } from 'react'

type Props = Readonly<{
  /** Lines; by default 3. */
  rows?: number
  /** How long the lines are; by default the last one is shorter. */
  width?: string
  className?: string | undefined
}>

/** Lines in place of what is still being read. */
export function Loading({ rows = 3, width, className }: Props): ReactNode {
  const paragraph = width === undefined ? { rows } : { rows, width }
  return <Skeleton active title={false} paragraph={paragraph} className={className ?? ''} />
}
