import type { SqlReader } from '#database/sql-engine'
import type { OwnNumber } from '#domain/lifecycle/lifecycle-store'
import type { RedemptionUpload } from '#domain/lifecycle/redemption-upload'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { StoredRedemption } from '#domain/sales/sale'
import { findTextRefs, textKindCodes, textRefOfRow } from '#store/tables/sealed-text'
import type { Identifiers } from './identifiers.ts'

/** Begins the stored form of a sealed text. A text that begins with it is sealed itself, so no caller can send such a form. */
const mark = '\u0001'

/** Begins the stored form of a number of the server's own. As above, a caller's number that begins with it is sealed. */
const ownMark = '\u0002'

/** A number of the server's own as it is stored: no caller's number is stored so. */
export function ownForm({ own }: OwnNumber): string {
  return `${ownMark}${own}`
}

/** What is stored instead of a text of `sealed_text`. @param ref its number */
export function sealedForm(ref: number): string {
  return `${mark}${ref}`
}

/** Whether a cell holds the stored form of a sealed text. */
export function isSealedForm(cell: unknown): cell is string {
  return typeof cell === 'string' && cell.startsWith(mark)
}

/** Whether an id must be sealed because of what it looks like: it contains a phone, or could be taken for another stored form. */
export function mustBeSealed(id: string): boolean {
  return id.startsWith(mark) || id.startsWith(ownMark) || (mayHavePhone(id) && maskPhonesInText(id).phones > 0)
}

/** Whether the recogniser, which takes longer, is needed. Characters beyond ASCII may be digits. */
function mayHavePhone(id: string): boolean {
  let [digits, isAscii] = [0, true]
  for (let place = 0; place < id.length; place += 1) {
    const unit = id.charCodeAt(place)
    if (unit >= digitZero && unit <= digitNine) digits += 1
    else if (unit > lastAscii) isAscii = false
  }
  return !isAscii || (digits >= phoneDigits && phoneBeginning.test(id))
}

/** The first group of a phone has three digits or more. */
const phoneBeginning = /1[3-9]/
const phoneDigits = 11
const [digitZero, digitNine, lastAscii] = [0x30, 0x39, 0x7f]

export type FormSource = Readonly<{ reader: SqlReader; identifiers: Identifiers }>

/** Opens sealed forms of a seller. @returns the text of each; shown instead of one that was erased: `[erased]` */
export async function openForms(
  { reader, identifiers }: FormSource,
  sellerId: string,
  forms: readonly string[],
): Promise<(form: string) => string> {
  const texts = await identifiers.openAll(reader, 'text', { sellerId, refs: forms.map(refOfForm) })
  return (form) => texts.get(refOfForm(form)) ?? erased
}

const erased = '[erased]'

/** The number of a text of `sealed_text`. @param form see `isSealedForm` */
export function refOfForm(form: string): number {
  return Number(form.slice(mark.length))
}

/** A member of an event's text that may hold a sealed form. Quotes within texts are escaped, so no caller's text matches. */
const sealedMember = /"(order_id|reason)":"\\u0001(\d+)"/g

/** Opens the order ids and reasons in the texts of events, which are JSON. */
export async function openEventTexts<
  Event extends Readonly<{ before?: string | undefined; after?: string | undefined }>,
>(source: FormSource, sellerId: string, events: readonly Event[]): Promise<readonly Event[]> {
  const forms = events.flatMap(({ before, after }) => [...formsIn(before), ...formsIn(after)])
  if (forms.length === 0) return events
  const textOf = await openForms(source, sellerId, forms)
  const opened = (text: string | undefined) =>
    text?.replace(sealedMember, (_whole, name: string, ref: string) => {
      return `"${name}":${JSON.stringify(textOf(sealedForm(Number(ref))))}`
    })
  return events.map((event) => ({ ...event, before: opened(event.before), after: opened(event.after) }))
}

function formsIn(text = ''): readonly string[] {
  if (!text.includes(markInJson)) return []
  return Array.from(text.matchAll(sealedMember), ({ 2: ref }) => sealedForm(Number(ref)))
}

const markInJson = '\\u0001'

/** The form under which an order's id is stored; undefined if it would be sealed and never was. */
export async function findIdForm(
  { reader, identifiers }: FormSource,
  sellerId: string,
  orderId: string,
): Promise<string | undefined> {
  if (!mustBeSealed(orderId)) return orderId
  const list = identifiers.lookupsOfId(sellerId, orderId)
  const row = await reader.one(findTextRefs({ sellerId, textKind: textKindCodes.id, textLookups: list }))
  return row && sealedForm(textRefOfRow(row).ref)
}

/** Redemptions with order ids and reasons opened. */
export async function openRedemptions(
  source: FormSource,
  sellerId: string,
  redemptions: readonly StoredRedemption[],
): Promise<readonly StoredRedemption[]> {
  const forms = redemptions.flatMap(({ orderId, returned }) => [orderId, returned?.reason].filter(isSealedForm))
  const textOf = await openForms(source, sellerId, forms)
  const opened = (text: string) => (isSealedForm(text) ? textOf(text) : text)
  return redemptions.map((redemption) => {
    const { orderId, returned } = redemption
    return {
      ...redemption,
      orderId: opened(orderId),
      returned: returned && { ...returned, reason: opened(returned.reason) },
    }
  })
}

/** Uploads with order ids and request numbers opened. */
export async function openUploads<Upload extends Pick<RedemptionUpload, 'orderId' | 'requestNo'>>(
  source: FormSource,
  sellerId: string,
  uploads: readonly Upload[],
): Promise<readonly Upload[]> {
  const forms = uploads.flatMap(({ orderId, requestNo }) => [orderId, requestNo].filter(isSealedForm))
  if (forms.length === 0) return uploads
  const textOf = await openForms(source, sellerId, forms)
  const opened = (text: string) => (isSealedForm(text) ? textOf(text) : text)
  return uploads.map((upload) => ({ ...upload, orderId: opened(upload.orderId), requestNo: opened(upload.requestNo) }))
}
