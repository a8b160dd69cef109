import {
  askForApp,
  businessErrors,
  createApp,
  type InputOf,
  isPresetName,
  presets,
  rotateAppSecret,
  updateApp,
} from '@yaoquan/api'
import type { AppRegistry } from '#domain/access/access-store'
import { refusalOfApp } from '#domain/administration/target-app'
import { endCarriedOut, isOpen } from '#domain/lifecycle/ask-second-person'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { type AppSubject, isAboutApp, type WaitingRequest } from '#domain/people/waiting-request'
import { maskedNote } from '#methods/masked-note'
import { type CallContext, InvalidInput, type Method, writeOfCall } from '#methods/method'
import { writeOfPerson } from './act-request.ts'
import { type AppDependencies, createAppMethod, rotateAppSecretMethod, updateAppMethod } from './app-methods.ts'
import { type AskParts, askForSecond } from './ask-for-second.ts'
import { consoleRefusal, invalidSetting, ruleForNames } from './console-refusal.ts'

/** Asks the owners for what only they do with apps. */
export function askForAppMethod(
  parts: AskParts & Readonly<{ apps: Pick<AppRegistry, 'findAppEntry'> }>,
): Method<typeof askForApp> {
  return {
    definition: askForApp,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const subject = subjectOf(input, reason)
      if ('preset' in subject && !isPresetName(subject.preset)) {
        return { result: invalidSetting('preset', ruleForNames(presets)) }
      }
      if ('appKey' in subject) {
        const app = await parts.apps.findAppEntry(subject.appKey)
        const refusal = refusalOfApp({ appKey: subject.appKey, ofSeller: context.sellerId }, app)
        if (refusal) return { result: consoleRefusal(refusal.kind === 'app-of-others' ? 'appOfOthers' : 'appNotFound') }
      }
      const request = writeOfPerson(askForApp.name, input, context)
      return { result: { warnings, ...(await askForSecond(parts, { request, subject, input })) } }
    },
  }
}

/** @throws InvalidInput where what the kind takes is missing */
function subjectOf({ kind, appKey, name, preset }: InputOf<typeof askForApp>, reason: string): AppSubject {
  switch (kind) {
    case 'create-app':
      return { kind, name: needed('name', name), preset: needed('preset', preset), reason }
    case 'widen-app':
      return { kind, appKey: needed('app_key', appKey), preset: needed('preset', preset), reason }
    default:
      return { kind, appKey: needed('app_key', appKey), reason }
  }
}

function needed(field: string, value: string | undefined): string {
  if (value === undefined)
    throw new InvalidInput(field, { zh: '这种申请须传', en: 'is needed for this kind of request' })
  return value
}

/** What owners do with apps, also because somebody asked for it. */
export function askedAppMethods(
  dependencies: AppDependencies & AskParts,
): readonly [Method<typeof createApp>, Method<typeof updateApp>, Method<typeof rotateAppSecret>] {
  const isOf = ({ appKey }: Input, subject: AppSubject) => 'appKey' in subject && subject.appKey === appKey
  const create = createAppMethod(dependencies).call
  const update = updateAppMethod(dependencies).call
  const rotate = rotateAppSecretMethod(dependencies).call
  return [
    { definition: createApp, call: carryingOut(create, dependencies, ({ kind }) => kind === 'create-app') },
    {
      definition: updateApp,
      call: carryingOut(update, dependencies, (subject, input) => {
        if (!isOf(input, subject)) return false
        return subject.kind === 'widen-app' ? input.preset !== undefined : isEnabling(subject, input.enabled)
      }),
    },
    {
      definition: rotateAppSecret,
      call: carryingOut(
        rotate,
        dependencies,
        (subject, input) => subject.kind === 'rotate-app' && isOf(input, subject),
      ),
    },
  ]
}

function isEnabling({ kind }: AppSubject, enabled: boolean | undefined): boolean {
  return kind === 'enable-app' && enabled === true
}

type Input = Readonly<{
  outRequestNo?: string | undefined
  requestId?: string | undefined
  appKey?: string | undefined
  name?: string | undefined
  preset?: string | undefined
}>
type Output = Readonly<{
  result: Readonly<{
    success: boolean
    alreadyDone?: boolean | undefined
    errorCode?: string | undefined
    appKey?: string | undefined
  }>
}>

/**
 * A method that may carry out a request about an app. The number of its act follows from the request, so of two owners one does it; the same
 * owner, who lost the answer, gets it again. The request ends after the act, by the owner who did it: where the server stops between them it
 * still waits, until that owner repeats the call.
 * @param isFor whether the call does what the request asks for
 */
function carryingOut<I extends Input, O extends Output>(
  call: (input: I, context: CallContext) => Promise<O>,
  { requests, lifecycle }: Pick<AskParts, 'requests' | 'lifecycle'>,
  isFor: (subject: AppSubject, input: I) => boolean,
): (input: I, context: CallContext) => Promise<O | Readonly<{ result: ReturnType<typeof consoleRefusal> }>> {
  return async (input, context) => {
    const { requestId } = input
    if (requestId === undefined) return call(input, context)
    const { sellerId, actor: by, nowMs } = context
    const asked = (await requests.listWaitingRequests(sellerId)).find((one) => one.requestId === requestId)
    if (asked === undefined || !isAboutApp(asked.subject) || !isFor(asked.subject, input) || !isToDo(asked, nowMs)) {
      return { result: consoleRefusal('requestNotWaiting') }
    }
    // No caller can use a number of the server's own before.
    const answer = await call(input, { ...context, ownNumber: { own: `app-request ${requestId}` } })
    const { success, alreadyDone, errorCode, appKey } = answer.result
    if (errorCode === businessErrors.idempotentConflict.code) return { result: consoleRefusal('requestNotWaiting') }
    if (success || alreadyDone === true) {
      const request = writeOfCall(askForApp.name, context)
      const { name, preset } = input
      await runAct(endCarriedOut, { lifecycle, request, requestId, by, appKey, name, preset })
    }
    return answer
  }
}

/** What was carried out is asked for again by an owner who lost the answer. */
function isToDo(request: WaitingRequest, nowMs: number): boolean {
  return isOpen(request, nowMs) || request.ended?.verdict === 'carried-out'
}
