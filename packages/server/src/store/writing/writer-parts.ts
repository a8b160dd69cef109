import type { SqlRow } from '#database/sql-engine'
import type { MemberKeyStore } from '#store/members/member-key-store'
import type { GroupMembers } from './group-members.ts'
import type { MemberWriterParts } from './member-writer-parts.ts'
import type { SharedParts } from './shared-parts.ts'
import { StoredForms } from './stored-forms.ts'

/** The parts of one transaction by which acts are loaded and applied. */
export type WriterParts = MemberWriterParts &
  Omit<SharedParts, 'origin'> &
  Readonly<{
    memberKeys: Pick<MemberKeyStore, 'intendErasure'>
    forms: StoredForms
    /** Rows as they were read, by name: what is changed of them leaves the sum of the head as they were. */
    read: Map<string, SqlRow>
    /** The same of orders, by number. */
    readOrders: Map<number, OrderRows>
    /** The phones, cards and members that a group of acts has read or changed. */
    members?: GroupMembers | undefined
  }>

/** The rows of an order. */
export type OrderRows = Readonly<{ row: SqlRow; lines: readonly SqlRow[]; coupons: readonly SqlRow[] }>

/**
 * @param input.head is locked
 * @param headOf where an act concerns other sellers too
 */
export function writerParts(
  input: Omit<WriterParts, 'forms' | 'read' | 'readOrders' | 'headOf'>,
  headOf: WriterParts['headOf'] = () => input.head,
): WriterParts {
  return { ...input, headOf, forms: new StoredForms(input), read: new Map(), readOrders: new Map() }
}
