import type { ProfileChange } from '#domain/members/change-profile'
import type { MemberSelector } from '#domain/members/find-member'
import type { MemberNumber } from '#domain/members/member'

/** What is saved of one member. */
export type SavedMember = Readonly<{
  selector: MemberSelector
  change: ProfileChange
  /** Whether a phone that is sent with a member id may be one of other members too. */
  mayShare: boolean
  /** Whether consent of the same content keeps its time, so that a file can be imported again. */
  keepsConsent?: boolean
}>

export type SaveAnswer = Readonly<{ memberNo: MemberNumber; isCreated: boolean; isChanged: boolean }>
