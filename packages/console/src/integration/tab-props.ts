import type { listApps, listWebhooks } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** An app as the server lists it. */
export type App = ResultOf<typeof listApps>['apps'][number]

/** A webhook as the server lists it. */
export type Webhook = ResultOf<typeof listWebhooks>['webhooks'][number]

/** What the tabs of the screen get: the act of the address, and of what. */
export type TabProps = Readonly<{
  act: 'none' | 'create' | 'ask' | 'edit' | 'rotate' | 'retire' | 'switch' | 'sessions' | 'replay' | 'remove' | 'test'
  /** The app or webhook of the act. */
  of: string | undefined
  /** The id of the request that the act carries out. */
  request?: string | undefined
  choose: (act: TabProps['act'], id: string) => void
  close: () => void
}>
