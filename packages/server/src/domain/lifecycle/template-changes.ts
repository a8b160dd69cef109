import type { ClaimCount } from '#domain/templates/claim-count'
import type { TemplateTerms } from '#domain/templates/template'
import type { ReservedCode, StoredTemplate } from '#domain/templates/template-store'
import type { ChangeOf } from './change-of.ts'

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
