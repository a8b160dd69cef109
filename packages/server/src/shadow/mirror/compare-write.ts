import type { WriteMembers } from '#shadow/answers/answer-meaning'

/** A member that two answers to a write say otherwise; empty for nothing. */
export type WriteDifference = Readonly<{
  name: string
  couponCode: string | undefined
  upstream: string
  ours: string
}>

/** What two answers to a write that both sides did say otherwise, member by member. */
export function compareWrite(upstream: WriteMembers, ours: WriteMembers): readonly WriteDifference[] {
  const keys = new Set([...Object.keys(upstream), ...Object.keys(ours)])
  return [...keys].flatMap((key): readonly WriteDifference[] => {
    const [theirs = '', own = ''] = [upstream[key], ours[key]]
    const [name = '', couponCode] = key.split(/ (.*)/s)
    return theirs === own ? [] : [{ name, couponCode, upstream: theirs, ours: own }]
  })
}
