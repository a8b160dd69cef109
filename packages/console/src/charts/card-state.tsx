import type { ReactNode } from 'react'
import { NotRead } from '../parts/failure.tsx'

type CardStateProps = Readonly<{
  read: Readonly<{ data: object | undefined; error: Error | null; refetch: () => Promise<unknown> }>
  /** Said in place of the chart; undefined where there is something to show. */
  empty: string | undefined
}>

/** What a card shows in place of its chart while the numbers are read, when that fails, and when there are none. */
export function CardState({ read: { data, error, refetch }, empty }: CardStateProps): ReactNode {
  if (error !== null || data === undefined) return <NotRead error={error} refetch={refetch} />
  return empty !== undefined && <p className="yq-soft">{empty}</p>
}
