import type { Rule } from '#domain/rule'
import type { MemberNumber } from './member.ts'

/** Why a call about members is refused. `field`: wire name of the field that is meant, where the kind does not tell. */
export type MemberRefusal = Readonly<{ field?: string }> & Refusal

type Refusal =
  | Readonly<{ kind: 'member-not-found' }>
  /** Several members hold the phone. */
  | Readonly<{ kind: 'member-ambiguous'; memberNos: readonly MemberNumber[] }>
  | Readonly<{ kind: 'member-merged'; into: MemberNumber }>
  | Readonly<{ kind: 'member-erased' }>
  /** `field`: its wire name. */
  | Readonly<{ kind: 'invalid-member'; field: string; rule: Rule }>
  | Readonly<{ kind: 'phone-of-other-members'; memberNos: readonly MemberNumber[] }>
  | Readonly<{ kind: 'card-of-other-member'; memberNos: readonly MemberNumber[] }>
  | Readonly<{ kind: 'phone-not-held' }>
  | Readonly<{ kind: 'merge-not-found' | 'merge-not-undoable' }>

export type Refused = Readonly<{ kind: 'refused'; refusal: MemberRefusal }>

export function refused(refusal: MemberRefusal): Refused {
  return { kind: 'refused', refusal }
}
