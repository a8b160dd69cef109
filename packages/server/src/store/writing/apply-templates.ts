import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { TemplateChanges } from '#domain/lifecycle/template-changes'
import { publishedFromMs, templateText } from '#domain/templates/template'
import { countCells, insertStock } from '#store/tables/claim-counters'
import { closeTemplate, insertTemplate, raiseTemplateVersion, reopenTemplate } from '#store/tables/coupon-template'
import { insertReservedCode, reservedCodeTable } from '#store/tables/reserved-code'
import { keyOfStore } from '#store/tables/sealed-text'
import { insertTemplateVersion } from '#store/tables/template-version'
import { sealedReason } from './stored-forms.ts'
import { type Appliers, oneByOne, type WriterParts } from './writer-parts.ts'

/** Writes what acts change of templates. */
export const templateAppliers: Pick<Appliers, keyof TemplateChanges> = {
  templateSaved: oneByOne(saveTemplate),
  templateClosed: oneByOne(changeClosed),
  codesReserved: oneByOne(reserveCodes),
}

async function saveTemplate(parts: WriterParts, saved: ChangeKinds['templateSaved']): Promise<void> {
  const { unit, origin, head } = parts
  const { sellerId, atMs, actor } = origin
  const { from, version, newStock } = saved
  const terms = { ...saved.terms, savedBy: actor }
  const { couponId } = terms
  const key = { seller_id: sellerId, coupon_id: couponId, version }
  const counts = { counts_stock: saved.countsStock ? 1 : 0, counts_members: saved.countsMembers ? 1 : 0 }
  if (from === undefined) {
    unit.insert(insertTemplate.text, [insertTemplate.encode({ ...key, closed_at_ms: undefined, ...counts })])
  } else {
    const raised = raiseTemplateVersion({ ...counts, sellerId, couponId, version: from.version })
    await unit.updateOne(raised, 'the template was saved by another call')
  }
  if (newStock !== undefined) {
    unit.insert(insertStock, [
      insertStock.encode({ seller_id: sellerId, coupon_id: couponId, ...countCells(newStock) }),
    ])
  }
  const written = { terms_text: JSON.stringify(terms), saved_at_ms: atMs, published_from_ms: publishedFromMs(terms) }
  unit.insert(insertTemplateVersion.text, [insertTemplateVersion.encode({ ...key, ...written })])
  const before = from && templateText(from.terms, from.version)
  head.append([{ kind: 'template_saved', count: 1, couponId, before, after: templateText(terms, version) }])
}

async function changeClosed(
  parts: WriterParts,
  { template: { terms, version }, isClosed, reason: given }: ChangeKinds['templateClosed'],
): Promise<void> {
  const { unit, origin, head } = parts
  const { couponId } = terms
  const key = { sellerId: origin.sellerId, couponId, version }
  const changed = isClosed ? closeTemplate({ ...key, closedAtMs: origin.atMs }) : reopenTemplate(key)
  await unit.updateOne(changed, 'the template was saved, closed or opened by another call')
  const kind = isClosed ? 'template_closed' : 'template_reopened'
  const reason = await sealedReason(parts, given, keyOfStore)
  const before = JSON.stringify({ version, closed: !isClosed })
  const after = JSON.stringify({ version, closed: isClosed, reason })
  head.append([{ kind, count: 1, couponId, before, after }])
}

async function reserveCodes(
  { unit, origin, head }: WriterParts,
  { couponCodes, couponId, channel }: ChangeKinds['codesReserved'],
): Promise<void> {
  const reserved = { seller_id: origin.sellerId, coupon_id: couponId, channel, reserved_at_ms: origin.atMs }
  const rows = couponCodes.map((code) => insertReservedCode.encode({ ...reserved, coupon_code: code }))
  unit.insert(insertReservedCode.text, rows)
  head.changeMemberRows([{ table: reservedCodeTable.name, rows }])
  const after = JSON.stringify({ count: couponCodes.length })
  head.append([{ kind: 'codes_reserved', count: 1, couponId, after }])
}
