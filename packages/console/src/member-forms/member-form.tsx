import type { ReactNode } from 'react'
import { AddCard, AddPhone, ReplaceCard } from './add-number.tsx'
import { ChangePhone } from './change-phone.tsx'
import { EditMember, WithdrawConsent } from './edit-member.tsx'
import { EraseMember } from './erase-member.tsx'
import { MergeMembers } from './merge-members.tsx'
import type { FormProps } from './profile-change.ts'
import { type Merge, UndoMerge } from './undo-merge.tsx'

/** What is done to a member by a form. */
export type MemberAct =
  | Readonly<{ kind: 'edit' | 'add-phone' | 'change-phone' | 'add-card' | 'withdraw-consent' | 'merge' | 'erase' }>
  | Readonly<{ kind: 'replace-card'; cardNo: string }>
  | Readonly<{ kind: 'undo-merge'; merge: Merge }>

/** The form of an act on a member, in a drawer. */
export function MemberForm({ act, ...props }: FormProps & Readonly<{ act: MemberAct }>): ReactNode {
  switch (act.kind) {
    case 'edit':
      return <EditMember {...props} />
    case 'add-phone':
      return <AddPhone {...props} />
    case 'change-phone':
      return <ChangePhone {...props} />
    case 'add-card':
      return <AddCard {...props} />
    case 'withdraw-consent':
      return <WithdrawConsent {...props} />
    case 'merge':
      return <MergeMembers {...props} />
    case 'erase':
      return <EraseMember {...props} />
    case 'undo-merge':
      return <UndoMerge merge={act.merge} close={props.close} />
    case 'replace-card':
      return <ReplaceCard cardNo={act.cardNo} close={props.close} />
  }
}
