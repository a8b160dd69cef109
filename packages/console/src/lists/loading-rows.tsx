import { Skeleton } from 'antd'
import type { ReactNode } from 'react'

/** The rows that are being read. It shows after 300 ms, so that a quick answer does not flash. */
export function LoadingRows(): ReactNode {
  return <Skeleton active className="yq-late" title={false} paragraph={{ rows: 8, width: '100%' }} />
}
