import type { KnownIdentities, Named } from '#domain/members/name-members'
import type { ReservedCode } from '#domain/templates/template-store'
import type { StoredCoupon } from './stored-coupon.ts'

/** What acts can see: for each kind of read, by what it is asked for, and what is found. */
export interface ReadKinds {
  /** Coupons by their codes, 1..1000, none twice; codes that no coupon has are missing. */
  coupons: Kind<readonly string[], ReadonlyMap<string, StoredCoupon>>
  /** Coupons of a template with numbers in a range, in order, up to the limit. */
  couponsOfTemplate: Kind<TemplateRange, readonly StoredCoupon[]>
  /** Number of the seller's newest coupon; 0 before the first. */
  newestSeq: Kind<undefined, number>
  /** The reservation of a code; undefined where it is not reserved. */
  reservedCode: Kind<string, ReservedCode | undefined>
  /** What is stored of the phones and cards that are named, and of the members who hold them: what `MemberNaming` begins with. */
  identities: Kind<readonly Named[], KnownIdentities>
}

type Kind<By, Found> = Readonly<{ by: By; found: Found }>

export type ReadKind = keyof ReadKinds

/** A read that an act declares. */
export type Read<Kind extends ReadKind = ReadKind> = {
  [K in Kind]: Readonly<{ kind: K; by: ReadKinds[K]['by'] }>
}[Kind]

/** Loads reads of every kind. */
export type Loader = { readonly [K in ReadKind]: (by: ReadKinds[K]['by']) => Promise<ReadKinds[K]['found']> }

type TemplateRange = Readonly<{
  couponId: string
  firstSeq: number
  lastSeq: number
  limit: number
}>

export function couponsByCode(codes: readonly string[]): Read<'coupons'> {
  return { kind: 'coupons', by: codes }
}

export function couponsOfTemplate(range: TemplateRange): Read<'couponsOfTemplate'> {
  return { kind: 'couponsOfTemplate', by: range }
}

export function newestSeq(): Read<'newestSeq'> {
  return { kind: 'newestSeq', by: undefined }
}

export function reservedCode(code: string): Read<'reservedCode'> {
  return { kind: 'reservedCode', by: code }
}

/** @param named 0..1000 */
export function identities(named: readonly Named[]): Read<'identities'> {
  return { kind: 'identities', by: named }
}
