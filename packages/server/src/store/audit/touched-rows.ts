import { isTemplateEvent, templateDigest } from '#store/events/template-traces'
import type { StoredEventRow } from '#store/tables/chain-event'

/** A template as the events of a part of the chain tell it. */
export type TouchedTemplate = {
  /** The newest version that they saved; undefined where they only closed or reopened it. */
  version: number | undefined
  isClosed: boolean | undefined
  readonly saved: SavedVersion[]
}

/** A version, by the digest of its event's text. */
export type SavedVersion = Readonly<{ version: number; digest: string; atMs: number }>

/** The rows that the events of a part of the chain changed. */
export class TouchedRows {
  readonly #coupons = new Set<number>()
  readonly templates = new Map<string, TouchedTemplate>()

  /** @throws SyntaxError when the event holds no template */
  pass({ kind, couponSeq, couponId, after, atMs }: StoredEventRow): void {
    if (couponSeq !== undefined) this.#coupons.add(couponSeq)
    if (!isTemplateEvent(kind) || couponId === undefined) return
    const touched = this.templates.get(couponId) ?? { version: undefined, isClosed: undefined, saved: [] }
    this.templates.set(couponId, touched)
    if (kind !== 'template_saved') {
      touched.isClosed = kind === 'template_closed'
      return
    }
    const text = String(after)
    const { version } = JSON.parse(text) as Readonly<{ version: number }>
    touched.version = version
    touched.saved.push({ version, digest: templateDigest(text), atMs })
  }

  addCoupon(seq: number): void {
    this.#coupons.add(seq)
  }

  /** The numbers of the coupons. */
  couponsInOrder(): readonly number[] {
    return [...this.#coupons].toSorted((left, right) => left - right)
  }
}
