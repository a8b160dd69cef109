import { holdSelected, releaseSelected } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { holdSelected as hold, releaseSelected as release, type SelectedOutcome } from '#domain/lifecycle/hold-selected'
import type { Written } from '#domain/lifecycle/lifecycle-store'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Method, WriteDependencies } from '#methods/method'
import { errorResult, outcomeOfItems, resultOf } from '#methods/refused-result'
import { doneBefore, writeOfPerson } from './act-request.ts'

export function holdSelectedMethod({ lifecycle }: WriteDependencies): Method<typeof holdSelected> {
  return {
    definition: holdSelected,
    async call(input, context) {
      const request = writeOfPerson(holdSelected.name, input, context)
      const { orderId, ttlSeconds } = input
      const written = await lifecycle.runAct(request, hold, { ...selected(input), orderId, ttlSeconds })
      return { result: resultOfSelected(written, input) }
    },
  }
}

export function releaseSelectedMethod({ lifecycle }: WriteDependencies): Method<typeof releaseSelected> {
  return {
    definition: releaseSelected,
    async call(input, context) {
      const request = writeOfPerson(releaseSelected.name, input, context)
      const written = await lifecycle.runAct(request, release, selected(input))
      return { result: resultOfSelected(written, input) }
    },
  }
}

type Given = Readonly<{ couponCodes: readonly string[]; reason?: string | undefined }>

function selected({ couponCodes, reason }: Given) {
  return { couponCodes: [...new Set(couponCodes)], reason: reason && maskPhonesInText(reason).text }
}

const nothing = { changedCount: 0, unchangedCount: 0, refusedCount: 0, refusals: [] } as const

function resultOfSelected(written: Written<SelectedOutcome, never>, input: Readonly<{ outRequestNo: string }>) {
  if (written.kind !== 'done') return { ...errorResult('idempotentConflict', input), ...nothing }
  const { changedCount, unchangedCount, refusals, untilMs } = written.answer
  const counts = new Map<string, number>()
  for (const refusal of refusals) {
    const { errorCode } = resultOf(refusal)
    counts.set(errorCode, (counts.get(errorCode) ?? 0) + 1)
  }
  return {
    ...outcomeOfItems(refusals.length),
    ...doneBefore(written.isAlreadyDone),
    changedCount,
    unchangedCount,
    refusedCount: refusals.length,
    refusals: [...counts].map(([subCode, count]) => ({ subCode, count })),
    heldUntil: untilMs === undefined ? undefined : momentText(untilMs),
  }
}
