import type { listWebhooks } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** A webhook as the server lists it. */
export type Webhook = ResultOf<typeof listWebhooks>['webhooks'][number]
