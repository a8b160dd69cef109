import type { ReactNode } from 'react'
import { Loading } from '../parts/loading.tsx'

/** The rows that are being read. It shows after 300 ms, so that a quick answer does not flash. */
export function LoadingRows(): ReactNode {
  return <Loading className="yq-late" rows={8} width="100%" />
}
