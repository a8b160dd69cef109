import { type CouponState, getCoupon, type RequestOf } from '@yaoquan/api'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useActors } from '../names/use-names.ts'
import { Failure } from '../parts/failure.tsx'
import { CallError } from '../server/call-error.ts'
import type { ResultMethod, ResultOf } from '../server/call-method.ts'
import { useRead, useWrite } from '../session/use-server.ts'
import type { Coupon, Terms } from '../terms/coupon-types.ts'
import { actorText, eventTitle } from '../terms/event-text.ts'
import { repeatTexts } from './act-form.tsx'
import { useRequestNumber } from './request-number.ts'

/** A method that takes `dry_run`. */
type TriedMethod = ResultMethod & Readonly<{ request: Readonly<{ outRequestNo: object; dryRun: object }> }>

type Input<M extends TriedMethod> = Omit<RequestOf<M>, 'outRequestNo' | 'dryRun'>

type Parts<M extends TriedMethod> = Readonly<{
  /** Title of the form. */
  title: string
  /** Text of the button. */
  verb: string
  /** The coupon that it is about; undefined where there is none yet. */
  seen: SeenCoupon | undefined
  /** The act as it is filled in; undefined as long as something is missing. */
  asked: Input<M> | undefined
  /** What to say as long as something is missing. */
  hint: string
  /** What the act will do, in one sentence, from the answer of the dry run. */
  consequence: (tried: ResultOf<M>) => string
  /** Why a result that is no error changed nothing; undefined if it did. `isRepeat`: an earlier attempt of the same may have done it. */
  refusedIn?: (result: ResultOf<M>, isRepeat: boolean) => string | undefined
  done: (result: ResultOf<M>) => string
  close: () => void
}>

type CouponAct<M extends TriedMethod> = Readonly<{
  /** Properties for `ActForm`. */
  form: Readonly<{
    title: string
    verb: string
    isBusy: boolean
    /** Error of an attempt whose outcome is unknown. */
    error: Error | null
    consequence: string | undefined
    refusal: ReactNode
    isBlocked: boolean
    cancel: () => void
  }>
  /** Does what was tried. @param more what makes no difference to the consequence, such as the reason */
  run: (more?: Partial<Input<M>>) => void
}>

const pauseMs = 300

/**
 * An act on a coupon: the server tries what is filled in, its answer is the sentence of consequence, and only what it would do can be done. A
 * refusal names who acted first. Once an attempt got no answer it can be repeated without another try, which would find it done.
 */
export function useCouponAct<M extends TriedMethod>(definition: M, parts: Parts<M>): CouponAct<M> {
  const { title, verb, seen, asked, hint, consequence, refusedIn = () => undefined, done, close } = parts
  const { message } = App.useApp()
  const outRequestNo = useRequestNumber()
  const t = useTexts(repeatTexts)
  const [sent, setSent] = useState<Readonly<{ key: string | undefined; isRepeat: boolean }>>()
  const act = useWrite(definition)
  const key = JSON.stringify(asked)
  const isSettled = useSettled(key, pauseMs) === key
  const isSent = sent !== undefined && sent.key === key && (act.isError || act.isSuccess)
  const isTried = asked !== undefined && isSettled && !act.isPending && !isSent
  const request = { ...asked, outRequestNo: `${outRequestNo}-TRY`, dryRun: true } as unknown as RequestOf<M>
  const attempt = useRead(definition, request, { isEnabled: isTried, isFresh: true })
  const isUnsure = isSent && act.error !== null && !isRefusal(act.error)
  const isAsking = asked !== undefined && !isSent && (!isSettled || attempt.isFetching)
  const tried = isAsking ? undefined : attempt.data
  const isRepeat = sent?.isRepeat === true
  const failure = isSent ? failureOf(act, refusedIn, isRepeat) : isAsking ? null : failureOf(attempt, refusedIn, false)
  const retry = () => {
    act.reset()
    setSent(undefined)
    void attempt.refetch()
  }
  const isRefused = asked !== undefined && failure !== null && !isUnsure
  return {
    form: {
      title,
      verb,
      isBusy: act.isPending,
      error: isUnsure ? failure : null,
      consequence: asked === undefined ? hint : tried === undefined ? undefined : consequence(tried),
      refusal: isRefused && (
        <Failure error={failure} retry={retry}>
          {seen !== undefined && <FirstActor {...seen} />}
        </Failure>
      ),
      isBlocked: asked !== undefined && !isUnsure && (isRefused || tried === undefined),
      cancel: close,
    },
    run(more) {
      if (asked === undefined) return
      const repeats = isUnsure || (isRepeat && sent?.key === key)
      setSent({ key, isRepeat: repeats })
      act.mutate({ ...asked, ...more, outRequestNo } as unknown as RequestOf<M>, {
        onSuccess(result) {
          if (refusedIn(result, repeats) !== undefined) return
          const isAlreadyDone = (result as Readonly<{ alreadyDone?: boolean }>).alreadyDone === true
          void message.success(isAlreadyDone ? t.alreadyDone : done(result))
          close()
        },
      })
    },
  }
}

type Outcome<R> = Readonly<{ error: Error | null; data: R | undefined }>

function failureOf<R extends Readonly<{ requestId: string }>>(
  { error, data }: Outcome<R>,
  refusedIn: (result: R, isRepeat: boolean) => string | undefined,
  isRepeat: boolean,
): Error | null {
  if (error !== null) return error
  const refused = data === undefined ? undefined : refusedIn(data, isRepeat)
  if (data === undefined || refused === undefined) return null
  return new CallError({ kind: 'refused', texts: { zh: refused, en: refused }, requestId: data.requestId })
}

function isRefusal(error: Error): boolean {
  return error instanceof CallError && error.kind === 'refused'
}

/** What the form of every act on a coupon needs. */
export type ActProps = Readonly<{
  coupon: Coupon
  terms: Terms | undefined
  state: CouponState
  /** The coupon as the operator saw it when the form was opened. */
  seen: SeenCoupon
  close: () => void
}>

/** How sentences name a coupon. */
export function nameOf({ couponName, couponCode }: Coupon): string {
  return couponName ?? couponCode
}

const texts = defineTexts({
  first: {
    zh: (who: string, at: string, what: string) => `${who} 已于 ${at} ${what}。`,
    en: (who, at, what) => `Already ${what.toLowerCase()} by ${who} at ${at} (GMT+8).`,
  },
})

/** The coupon of an act, as the operator saw it. */
type SeenCoupon = Readonly<{
  couponCode: string
  /** Number of its newest event then; 0: none. */
  eventSeq: number
}>

/** Names who acted on a coupon after it was shown, and when: the usual reason of a refusal. Shows nothing if nobody did. */
function FirstActor({ couponCode, eventSeq }: SeenCoupon): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { data } = useRead(getCoupon, { couponCode }, { isFresh: true })
  const newest = data?.timeline.at(-1)
  const actorName = useActors(newest === undefined ? [] : [newest.actor])
  if (newest === undefined || newest.eventSeq <= eventSeq) return null
  return (
    <strong>
      {t.first(actorText(newest.actor, language, actorName), newest.at, eventTitle(newest.kind, language))}
    </strong>
  )
}
