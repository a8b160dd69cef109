import { appRequestKinds, type listRequests } from '@yaoquan/api'
import { Flex } from 'antd'
import type { ReactNode } from 'react'
import type { ResultOf } from '../server/call-method.ts'

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

/** A request as the server lists it. */
export type WaitingRequest = ResultOf<typeof listRequests>['requests'][number]

export type AppRequestKind = (typeof appRequestKinds)[number]

/** Whether a request is about an app, so that owners carry it out at the screen Integration. */
export function isOfApp(kind: WaitingRequest['kind']): kind is AppRequestKind {
  return appRequestKinds.some((one) => one === kind)
}

/** Whether the owner who carries it out gets a secret. */
export function isWithSecret(kind: AppRequestKind): boolean {
  return kind === 'create-app' || kind === 'rotate-app'
}
