import type { Told } from '../../tests/harness/lifecycle-load.ts'
import type { MariadbNode } from '../mariadb/mariadb-node.ts'
import { schema } from './deployment.ts'

/** The contents of a node and how they differ from the answers that callers received. */
export type NodeReport = Readonly<{
  node: string
  coupons: number
  redemptions: number
  events: number
  /** Empty if there is no difference. */
  faults: readonly string[]
}>

/**
 * Compares the contents of a node with the answers that callers received, after every write was answered: no
 * acknowledged write is missing, none is unknown, no coupon was redeemed twice, and all numbers are gapless.
 */
export async function checkNode(node: MariadbNode, told: Told): Promise<NodeReport> {
  const codes = new Map((await rows(node, 'SELECT seq, coupon_code, state_code FROM coupon')).map(readCoupon))
  const redemptions = (await rows(node, 'SELECT redemption_id, coupon_seq, returned_at_ms FROM redemption')).map(
    readRedemption,
  )
  const issued = new Set([...told.issuedCodes, ...told.claimedCodes])
  const found = new Set([...codes.values()].map(({ code }) => code))
  const faults = [
    ...differences('coupon', issued, found),
    ...differences('redemption', new Set(told.redemptions.keys()), new Set(redemptions.map(({ id }) => id))),
    ...differences('return', told.returned, new Set(redemptions.filter((one) => one.isReturned).map(({ id }) => id))),
    ...redemptions
      .filter(({ id, couponSeq }) => codes.get(couponSeq)?.code !== told.redemptions.get(id))
      .map(({ id }) => `redemption ${id} is of another coupon`),
    ...redeemedTwice(codes, redemptions),
    ...(await gaps(node)),
  ]
  const [[events = '0'] = []] = await rows(node, 'SELECT newest_seq FROM event_head')
  return { node: node.name, coupons: codes.size, redemptions: redemptions.length, events: Number(events), faults }
}

type StoredCoupon = Readonly<{ code: string; isUsed: boolean }>
type StoredRedemption = Readonly<{ id: string; couponSeq: string; isReturned: boolean }>

/** Code of `state_code` for a used coupon. */
const used = '1'

function readCoupon([seq = '', code = '', state]: readonly string[]): readonly [string, StoredCoupon] {
  return [seq, { code, isUsed: state === used }]
}

function readRedemption([id = '', couponSeq = '', returnedAt]: readonly string[]): StoredRedemption {
  return { id, couponSeq, isReturned: returnedAt !== 'NULL' }
}

/** A used coupon has exactly one redemption that was not returned; any other coupon has none. */
function redeemedTwice(
  coupons: ReadonlyMap<string, StoredCoupon>,
  redemptions: readonly StoredRedemption[],
): readonly string[] {
  const active = new Map<string, number>()
  for (const { couponSeq, isReturned } of redemptions) {
    if (!isReturned) active.set(couponSeq, (active.get(couponSeq) ?? 0) + 1)
  }
  return [...coupons]
    .filter(([seq, { isUsed }]) => (active.get(seq) ?? 0) !== (isUsed ? 1 : 0))
    .map(([seq, { code, isUsed }]) => `coupon ${code}: ${active.get(seq) ?? 0} redemptions, used ${isUsed}`)
}

/** Row count, highest number and counter must be equal, for the seller, each channel and the events. */
async function gaps(node: MariadbNode): Promise<readonly string[]> {
  const counted = await rows(
    node,
    `SELECT 'seq', COUNT(*), MAX(seq), (SELECT counter_value FROM counter WHERE counter_name = 'seq') FROM coupon
     UNION ALL
     SELECT CONCAT('channel:', channel), COUNT(*), MAX(channel_seq),
       (SELECT counter_value FROM counter WHERE counter_name = CONCAT('channel:', channel)) FROM coupon GROUP BY channel
     UNION ALL
     SELECT 'events', SUM(event_count), MAX(event_seq), (SELECT newest_seq FROM event_head) FROM chain_event`,
  )
  return counted
    .filter(([, ...numbers]) => new Set(numbers).size !== 1)
    .map(([name, ...numbers]) => `${name}: ${numbers.join(' rows, highest ')} counted`)
}

/** The number of examples that a fault lists. */
const examples = 3

function differences(what: string, told: ReadonlySet<string>, found: ReadonlySet<string>): readonly string[] {
  const missing = [...told].filter((item) => !found.has(item))
  const extra = [...found].filter((item) => !told.has(item))
  return [
    ...(missing.length > 0 ? [`${missing.length} ${what}s lost: ${missing.slice(0, examples).join(', ')}`] : []),
    ...(extra.length > 0
      ? [`${extra.length} ${what}s without an answer to a caller: ${extra.slice(0, examples).join(', ')}`]
      : []),
  ]
}

/** Waits until the node has applied all writes that the cluster acknowledged, then reads. */
async function rows(node: MariadbNode, query: string): Promise<readonly (readonly string[])[]> {
  const text = await node.sql(`SET SESSION wsrep_sync_wait = 1; USE ${schema}; ${query}`)
  return text === '' ? [] : text.split('\n').map((line) => line.split('\t'))
}
