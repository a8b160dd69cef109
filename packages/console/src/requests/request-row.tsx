import { Flex } from 'antd'
import type { ReactNode } from 'react'

type Props = Readonly<{
  sentence: string
  reason: string | undefined
  /** Who made the request and when, or its outcome. */
  status: string
  /** The acts of the reader. */
  children: ReactNode
}>

/** A request in one line: what was asked for and why, where it stands, and the buttons of the reader. */
export function RequestRow({ sentence, reason, status, children }: Props): ReactNode {
  return (
    <Flex wrap gap="4px 12px" align="center">
      <span>
        {sentence}
        {reason !== undefined && <span className="yq-soft"> · {reason}</span>}
        <br />
        <small className="yq-soft">{status}</small>
      </span>
      <Flex gap={8} className="yq-end">
        {children}
      </Flex>
    </Flex>
  )
}
