import type { SellerChanges } from '#domain/lifecycle/seller-changes'
import { isAboutApp, type RequestSubject } from '#domain/people/waiting-request'
import { policyText } from '#domain/policy/seller-policy'
import { retentionKinds, type WaitingRetention } from '#domain/retention/retention-store'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import { changeSealed } from '#store/keys/sealed-sets'
import { policySet, retentionSet, retentionWaitSet, shopGroupSet, waitingRequestSet } from '#store/keys/sealed-tables'
import { changeRetentionPolicy, insertRetentionPolicy } from '#store/tables/retention-policy'
import { deleteRetentionWait, insertRetentionWait } from '#store/tables/retention-wait'
import { keyOfStore } from '#store/tables/sealed-text'
import { insertSellerPolicy, setSellerPolicy } from '#store/tables/seller-policy'
import { deleteShopGroup, insertShopGroup, setShopGroup, shopText } from '#store/tables/shop-group'
import { deleteWaitingRequest, insertWaitingRequest } from '#store/tables/waiting-request'
import { sealedReason } from './stored-forms.ts'
import { type Appliers, oneByOne, type WriterParts } from './writer-parts.ts'

/** Writes rules of a seller: its policy, how long data is kept, groups of shops. Each of their tables is a sealed set. */
export const ruleAppliers: Pick<
  Appliers,
  'policyChanged' | 'retentionSet' | 'retentionWaits' | 'requestWaits' | 'shopGroupChanged'
> = {
  policyChanged: oneByOne(changePolicy),
  retentionSet: oneByOne(setRetention),
  retentionWaits: oneByOne(setRetentionWait),
  requestWaits: oneByOne(changeRequest),
  shopGroupChanged: oneByOne(changeShopGroup),
}

async function changePolicy(parts: WriterParts, { from, to }: SellerChanges['policyChanged']): Promise<void> {
  const { unit, keyring, origin, head } = parts
  const { sellerId } = origin
  const [before, after] = [policyText(from.policy), policyText(to.policy)]
  const record = { version: to.version, policy_text: after, set_at_ms: to.setAtMs }
  const key = { seller_id: sellerId }
  await changeSealed({ transaction: unit, keyring, set: policySet, key }, () =>
    from.version === 0
      ? unit.run(insertSellerPolicy({ ...key, ...record }))
      : unit.run(setSellerPolicy({ ...record, sellerId })),
  )
  head.append([{ kind: 'policy', count: 1, before, after }])
}

async function setRetention(parts: WriterParts, set: SellerChanges['retentionSet']): Promise<void> {
  const { isNew, to, changed, submittedBy } = set
  const { unit, keyring, origin, head } = parts
  const { sellerId } = origin
  await changeSealed({ transaction: unit, keyring, set: retentionSet, key: { seller_id: sellerId } }, () =>
    unit.run(isNew ? insertRetentionPolicy(sellerId, to) : changeRetentionPolicy(sellerId, to)),
  )
  const told = retentionKinds.filter((kind) => kind in changed)
  const days = Object.fromEntries(told.map((kind) => [`${kind}_days`, changed[kind] ?? null]))
  const after = JSON.stringify({ ...days, submitted_by: submittedBy })
  head.append([{ kind: 'retention', count: 1, after }])
}

async function setRetentionWait(parts: WriterParts, waits: SellerChanges['retentionWaits']): Promise<void> {
  const { unit, keyring, origin, head } = parts
  const { from, to, isTold } = waits
  const { sellerId } = origin
  await changeSealed({ transaction: unit, keyring, set: retentionWaitSet, key: { seller_id: sellerId } }, async () => {
    if (from !== undefined) await unit.run(deleteRetentionWait({ sellerId }))
    if (to !== undefined) await unit.run(insertRetentionWait(sellerId, to))
  })
  if (!isTold) return
  const [before, after] = [from && JSON.stringify(waitText(from)), JSON.stringify({ ...actOf(to), ...waitText(to) })]
  head.append([{ kind: 'retention', count: 1, before, after }])
}

function actOf(to: WaitingRetention | undefined): object {
  return { act: to === undefined ? 'cancel' : 'wait' }
}

/** Shorter periods in events. */
function waitText(waiting: WaitingRetention | undefined): object {
  if (waiting === undefined) return {}
  const days = Object.entries(waiting.days).map(([kind, count]) => [`${kind}_days`, count])
  return { ...Object.fromEntries(days), takes_effect_at_ms: waiting.dueMs }
}

async function changeRequest(parts: WriterParts, waits: SellerChanges['requestWaits']): Promise<void> {
  const { unit, keyring, origin, head } = parts
  const { sellerId } = origin
  const request = 'to' in waits ? waits.to : 'over' in waits ? waits.over : waits.from
  const { requestId, askedBy } = request
  const key = { seller_id: sellerId, request_id: requestId }
  await changeSealed({ transaction: unit, keyring, set: waitingRequestSet, key }, async () => {
    await unit.run(deleteWaitingRequest({ sellerId, requestId }))
    if ('to' in waits) await unit.run(insertWaitingRequest(sellerId, request))
    if ('approvedBy' in waits) {
      await unit.run(insertWaitingRequest(sellerId, { ...request, approvedBy: waits.approvedBy }))
    }
    if ('ended' in waits) {
      const { ended, untilMs } = waits
      await unit.run(insertWaitingRequest(sellerId, { ...request, ended, untilMs }))
    }
  })
  if ('over' in waits && waits.errorCode === undefined) return
  const { subject } = request
  // Stored like every reason, so that a text that looks like an encrypted one is not taken for it.
  const reason = isAboutApp(subject) ? await sealedReason(parts, subject.reason, keyOfStore) : undefined
  const told = { act: actOfRequest(waits), ...subjectText(subject), reason, ...outcomeText(waits) }
  const after = JSON.stringify({ ...told, request_id: requestId, submitted_by: askedBy })
  head.append([{ kind: 'second_person', count: 1, after }])
}

function actOfRequest(waits: SellerChanges['requestWaits']): string {
  if ('to' in waits) return 'asked'
  if ('over' in waits) return 'not_done'
  if ('ended' in waits) return waits.ended.verdict === 'refused' ? 'refused' : 'carried_out'
  return waits.verdict
}

/** What was asked for, in events, without its reason: one about a member is kept by the act itself only, under the key of the member. */
function subjectText(subject: RequestSubject): object {
  type Told = Readonly<{
    kind: string
    memberId?: string
    intoMemberId?: string
    name?: string
    appKey?: string
    preset?: string
  }>
  const { kind, memberId, intoMemberId, name, appKey, preset }: Told = subject
  return { request: kind, member_id: memberId, into_member_id: intoMemberId, name, app_key: appKey, preset }
}

function outcomeText(waits: SellerChanges['requestWaits']): object {
  if ('over' in waits) return { error_code: waits.errorCode }
  if (!('ended' in waits)) return {}
  const { appKey, name, preset, reason } = waits.ended
  const known = Object.entries({ app_key: appKey, name, preset, refusal_reason: reason })
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

async function changeShopGroup(
  parts: WriterParts,
  { name, from, to }: SellerChanges['shopGroupChanged'],
): Promise<void> {
  const { unit, keyring, origin, head } = parts
  const { sellerId } = origin
  const key = { seller_id: sellerId, group_name: name }
  const group = { sellerId, groupName: name }
  await changeSealed({ transaction: unit, keyring, set: shopGroupSet, key }, async () => {
    if (to === undefined) return unit.run(deleteShopGroup(group))
    const record = { version: to.version, shops_text: shopText(to.shops), set_at_ms: to.setAtMs }
    if (from !== undefined) return unit.run(setShopGroup({ ...record, ...group }))
    return unit.run(insertShopGroup({ ...key, ...record }))
  })
  head.append([{ kind: 'shop_group', count: 1, before: textOf(from), after: textOf(to) }])
}

/** The text of a group in events. */
function textOf(group: ShopGroup | undefined): string | undefined {
  return group && JSON.stringify({ group: group.name, version: group.version, shops: group.shops })
}
