import type { DateText } from '#domain/dates'
import type { ClaimCount, ClaimsOf, CountedBy } from '#domain/templates/claim-count'
import type { TemplateTerms } from '#domain/templates/template'
import type { ReservedCode, StoredTemplate } from '#domain/templates/template-store'
import type { ChangeOf, ReadKindOf, ReadOf } from './change-of.ts'

/** What acts can change of templates. */
export interface TemplateChanges {
  /** A new version; `from`: the newest before. */
  templateSaved: TemplateSaved
  /** Whether a template is closed. */
  templateClosed: TemplateClosed
  /** Codes that a template keeps for claims. */
  codesReserved: CodesReserved
}

type TemplateSaved = Readonly<{
  from: StoredTemplate | undefined
  version: number
  /** Terms; their `savedBy` is the actor of the request. */
  terms: TemplateTerms
  countsStock: boolean
  countsMembers: boolean
  /** What a stock begins with; undefined where none begins with this version. */
  newStock: ClaimCount | undefined
}>

type TemplateClosed = Readonly<{ template: StoredTemplate; isClosed: boolean; reason: string | undefined }>

/** @property couponCodes 1..1000, which nothing has */
type CodesReserved = ReservedCode & Readonly<{ couponCodes: readonly string[] }>

export function templateSaved(saved: TemplateSaved): ChangeOf<'templateSaved', TemplateSaved> {
  return { kind: 'templateSaved', to: saved }
}

export function templateClosed(closed: TemplateClosed): ChangeOf<'templateClosed', TemplateClosed> {
  return { kind: 'templateClosed', to: closed }
}

export function codesReserved(reserved: CodesReserved): ChangeOf<'codesReserved', CodesReserved> {
  return { kind: 'codesReserved', to: reserved }
}

/** What acts can see of templates. */
export interface TemplateReads {
  /** The newest version of a template. */
  template: ReadKindOf<string, StoredTemplate | undefined>
  /** Templates by id, in their newest versions. */
  templates: ReadKindOf<readonly string[], ReadonlyMap<string, StoredTemplate>>
  /** The newest version of a template that was published by a moment. */
  publishedTemplate: ReadKindOf<Published, StoredTemplate | undefined>
  /** Those of groups of shops that exist. */
  existingGroups: ReadKindOf<readonly string[], readonly string[]>
  /** Those of codes, 1..1000, that coupons have or that are reserved. */
  takenCodes: ReadKindOf<readonly string[], ReadonlySet<string>>
  /** Counters of claims of a template, by the place of each; undefined where there is none yet. */
  memberClaims: ReadKindOf<MemberClaims, readonly (ClaimCount | undefined)[]>
  /**
   * Claims of a template, counted in the rows of coupons, by the place of each counter. No bound holds their number, so they are read only
   * where there is no counter yet.
   */
  claimsBefore: ReadKindOf<ClaimsBefore, readonly ClaimCount[]>
}

type MemberClaims = Readonly<{ couponId: string; of: readonly CountedBy[] }>

type Published = Readonly<{ couponId: string; byMs: number }>

/** `of`: for each counter the claims that it begins with; none of these has a claim of another. */
type ClaimsBefore = Readonly<{ couponId: string; today: DateText; of: readonly (readonly ClaimsOf[])[] }>

export function template(couponId: string): ReadOf<'template', string> {
  return { kind: 'template', by: couponId }
}

export function templatesById(couponIds: readonly string[]): ReadOf<'templates', readonly string[]> {
  return { kind: 'templates', by: couponIds }
}

/** @param published.byMs epoch milliseconds */
export function publishedTemplate(published: Published): ReadOf<'publishedTemplate', Published> {
  return { kind: 'publishedTemplate', by: published }
}

export function existingGroups(names: readonly string[]): ReadOf<'existingGroups', readonly string[]> {
  return { kind: 'existingGroups', by: names }
}

export function takenCodes(codes: readonly string[]): ReadOf<'takenCodes', readonly string[]> {
  return { kind: 'takenCodes', by: codes }
}

export function memberClaims(requested: MemberClaims): ReadOf<'memberClaims', MemberClaims> {
  return { kind: 'memberClaims', by: requested }
}

export function claimsBefore(input: ClaimsBefore): ReadOf<'claimsBefore', ClaimsBefore> {
  return { kind: 'claimsBefore', by: input }
}
