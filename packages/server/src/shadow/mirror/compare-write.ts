import { syncOrder } from '@yaoquan/api'
import type { WriteMembers } from '#shadow/answers/answer-meaning'

/** A member that two answers to a write say otherwise; empty for nothing. */
export type WriteDifference = Readonly<{
  name: string
  couponCode: string | undefined
  upstream: string
  ours: string
}>

const { outcome } = syncOrder.response.result.fields

/**
 * What two answers to a write that both sides did say otherwise, member by member. Nothing of one that Yaoquan had done before: the CRM may
 * get it for the first time.
 */
export function compareWrite(upstream: WriteMembers, ours: WriteMembers): readonly WriteDifference[] {
  if (memberOf(ours, outcome.wire) === 'unchanged') return []
  const keys = new Set([...Object.keys(upstream), ...Object.keys(ours)])
  return [...keys].flatMap((key): readonly WriteDifference[] => {
    const [theirs, own] = [memberOf(upstream, key), memberOf(ours, key)]
    const [name = '', couponCode] = key.split(/ (.*)/s)
    return theirs === own ? [] : [{ name, couponCode, upstream: theirs, ours: own }]
  })
}

/** Only an own member: a CRM may name one `constructor`. */
function memberOf(members: WriteMembers, key: string): string {
  return Object.hasOwn(members, key) ? (members[key] ?? '') : ''
}
