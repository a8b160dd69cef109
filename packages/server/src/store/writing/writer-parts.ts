import type { SqlRow } from '#database/sql-engine'
import type { LoadRead } from '#domain/lifecycle/act'
import type { ChangeKind, ChangeKinds } from '#domain/lifecycle/changes'
import type { ReadKind, ReadKinds } from '#domain/lifecycle/reads'
import type { MemberKeyStore } from '#store/members/member-key-store'
import type { GroupMembers } from './group-members.ts'
import type { MemberWriterParts, SharedParts } from './shared-parts.ts'
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

/** Applies changes of one kind that follow each other. */
export type Appliers = {
  readonly [Kind in ChangeKind]: (parts: WriterParts, to: readonly ChangeKinds[Kind][]) => Promise<void>
}

/** Applies changes one after the other. */
export function oneByOne<To>(
  apply: (parts: WriterParts, to: To) => Promise<void>,
): (parts: WriterParts, all: readonly To[]) => Promise<void> {
  return async (parts, all) => {
    for (const to of all) await apply(parts, to)
  }
}

/**
 * Functions that load reads, by kind: made once, since to make all of them for each act takes as long as a statement. One that asks the
 * database for nothing may return what it found without a promise.
 */
export type ReadLoaders<Kinds extends ReadKind, Parts = WriterParts> = {
  readonly [Kind in Kinds]: (
    parts: Parts,
    by: ReadKinds[Kind]['by'],
  ) => ReadKinds[Kind]['found'] | Promise<ReadKinds[Kind]['found']>
}

/** @returns loads a read, and throws a RangeError for a kind that is missing: where it is used, no act reads that */
export function loadWith<Parts>(loaders: Partial<ReadLoaders<ReadKind, Parts>>, parts: Parts): LoadRead {
  return ({ kind, by }) => {
    const load = loaders[kind]
    if (load === undefined) throw new RangeError(`reads of kind ${kind} are not loaded here`)
    return load(parts, by)
  }
}
