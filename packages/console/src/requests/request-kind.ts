import { appRequestKinds, type listRequests } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

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
