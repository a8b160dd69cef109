import type { EventKind } from '#domain/events/event-store'

/** A moment in the history of a seller. */
export type PastMoment = Readonly<{
  /** Epoch milliseconds. */
  atMs: number
  /** Number of the last event that had happened; undefined where only the time is known. */
  eventSeq: number | undefined
}>

/** Whether an event came after a moment. */
export function isLater(event: Readonly<{ eventSeq: number; atMs: number }>, moment: PastMoment): boolean {
  return moment.eventSeq === undefined ? event.atMs > moment.atMs : event.eventSeq > moment.eventSeq
}

/** Key of a rule: the policy, a group of shops or a template. */
export type RuleSubject = string

export const policySubject: RuleSubject = 'policy'

/** A group of shops. */
export function shopGroupSubject(name: string): RuleSubject {
  return `shops ${name}`
}

/** A template: its versions, and whether it is closed. */
export function templateSubject(couponId: string): RuleSubject {
  return `template ${couponId}`
}

/** The rule that an event changed; undefined for events that change none. */
export function ruleSubjectOf(
  event: Readonly<{
    kind: EventKind
    couponId?: string | undefined
    before?: string | undefined
    after?: string | undefined
  }>,
): RuleSubject | undefined {
  const { kind, couponId, before, after } = event
  switch (kind) {
    case 'policy':
      return policySubject
    case 'shop_group': {
      const { group }: Readonly<{ group: string }> = JSON.parse(before ?? after ?? '')
      return shopGroupSubject(group)
    }
    case 'template_saved':
    case 'template_closed':
    case 'template_reopened':
      return couponId === undefined ? undefined : templateSubject(couponId)
    default:
      return undefined
  }
}

/** The changes of a rule after a moment. */
export type LaterChanges = Readonly<{
  count: number
  /** The earliest, which tells what held before it; undefined without any; `removed` where the seller's policy removed its event. */
  first: Readonly<{ kind: EventKind; before: string | undefined }> | 'removed' | undefined
}>

/** Tells what changed of the seller's rules since a moment. */
export interface RuleHistory {
  findLaterChanges(sellerId: string, subject: RuleSubject, moment: PastMoment): Promise<LaterChanges>
}
