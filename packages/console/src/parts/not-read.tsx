import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'

type Props = Readonly<{
  error: Error | null
  refetch: () => Promise<unknown>
  /** Lines of the skeleton. */
  rows?: number
}>

/** In place of what is being read: a skeleton, or why it could not be read. */
export function NotRead({ error, refetch, rows = 3 }: Props): ReactNode {
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />
  return <Skeleton active paragraph={{ rows }} />
}
