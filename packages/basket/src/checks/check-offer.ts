import type { Benefit, Offer, UsageWindow } from '../model/offer.ts'
import { maxCoupons } from './check-policy.ts'
import { checkFen, checkWhole, type Fault, firstFault, maxCount } from './fault.ts'

/** @returns the first fault of an offer that is saved; undefined if it has none */
export function checkOffer(offer: Offer): Fault | undefined {
  return (
    checkFen('thresholdFen', offer.thresholdFen, offer.kind === 'step' ? 1 : 0) ??
    checkBenefit(offer) ??
    checkWhole('layer', offer.layer, [0, 2]) ??
    checkWhole('perOrder', offer.perOrder ?? 1, [1, maxCoupons]) ??
    firstFault(offer.windows.map((window, index) => checkWindow(window, `windows[${index}]`)))
  )
}

function checkBenefit(benefit: Benefit): Fault | undefined {
  switch (benefit.kind) {
    case 'percent':
      return checkWhole('percentToPay', benefit.percentToPay, [1, 99]) ?? checkFen('capFen', benefit.capFen)
    case 'step':
      return checkFen('amountFen', benefit.amountFen) ?? checkWhole('stepMax', benefit.stepMax ?? 1, [1, maxCount])
    case 'off':
    case 'gift':
      return checkFen('amountFen', benefit.amountFen)
    case 'unknown':
      return undefined
  }
}

function checkWindow({ days, fromMinute, toMinute }: UsageWindow, path: string): Fault | undefined {
  return (
    firstFault(days.map((day, index) => checkWhole(`${path}.days[${index}]`, day, [1, 7]))) ??
    checkWhole(`${path}.fromMinute`, fromMinute, [0, 1_439]) ??
    checkWhole(`${path}.toMinute`, toMinute, [1, 1_440]) ??
    checkEnd({ fromMinute, toMinute }, path)
  )
}

function checkEnd({ fromMinute, toMinute }: Omit<UsageWindow, 'days'>, path: string): Fault | undefined {
  if (toMinute > fromMinute) return undefined
  const rule = { kind: 'above', other: `${path}.fromMinute`, otherValue: fromMinute } as const
  return { field: `${path}.toMinute`, value: toMinute, rule }
}
