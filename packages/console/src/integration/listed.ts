import type { listApps, listWebhooks } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** An app as the server lists it. */
export type App = ResultOf<typeof listApps>['apps'][number]

/** A webhook as the server lists it. */
export type Webhook = ResultOf<typeof listWebhooks>['webhooks'][number]
