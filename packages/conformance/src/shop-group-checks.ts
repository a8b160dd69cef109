import { expect } from 'expect'
import {
  deleteGroup,
  issueCoupons,
  listEvents,
  noon,
  requestOf,
  type Store,
  setGroup,
  setSeenGroup,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, together } from './programs.ts'

const operator = { nowMs: noon, actor: 'operator:shop-group' }

/** What every engine must do with groups of shops. */
export const shopGroupChecks: Checks = {
  async 'a group is replaced and deleted, each with an event that has all its shops'({ one, other, sellerId }) {
    const group = { sellerId, name: '华东', ...operator }
    const first = await setGroup(one, { ...group, shops: '01,02' })
    expect(first).toEqual({ version: 1, setAtMs: noon, shopCount: 2 })
    expect(await setGroup(other, { ...group, shops: '02,03' })).toMatchObject({ version: 2 })
    expect(await one.storedGroups.listGroups(sellerId)).toMatchObject([{ name: '华东', shops: '02,03' }])
    expect(await deleteGroup(one, group)).toEqual({ shopCount: 2, closedCount: 0 })
    expect(await deleteGroup(other, group)).toEqual({ kind: 'unknown' })
    expect(await one.storedGroups.findGroup(sellerId, '华东')).toBeUndefined()
    const texts = ['{"group":"华东","version":1,"shops":"01,02"}', '{"group":"华东","version":2,"shops":"02,03"}']
    const told = (await listEvents(one, sellerId)).map(({ kind, before, after }) => [kind, before, after])
    expect(told).toEqual([
      ['shop_group', undefined, texts[0]],
      ['shop_group', texts[0], texts[1]],
      ['shop_group', texts[1], undefined],
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a group is set only from the version that was looked at, and a repeat does nothing'({ at, one, sellerId }) {
    const set = (place: number, shops: string, seenVersion: number) =>
      setSeenGroup(at(place), { sellerId, name: 'seen', shops, seenVersion, ...operator })
    expect(await set(0, '01', 1)).toEqual({ kind: 'changed' })
    expect(await set(0, '01', 0)).toMatchObject({ shopCount: 1, version: 1 })
    expect(await set(1, '01', 0)).toMatchObject({ shopCount: 1, version: 1 })
    expect(await set(1, '02', 0)).toEqual({ kind: 'changed' })
    const outcomes = await together(4, (place) => set(place, `0${place},09`, 1))
    expect(outcomes.filter((outcome) => !('kind' in outcome))).toMatchObject([{ version: 2 }])
    expect(await listEvents(one, sellerId)).toHaveLength(2)
  },

  async 'a group that is deleted and created again is another one to who looked at it before'({ at, one, sellerId }) {
    const group = { sellerId, name: 'again', ...operator }
    const seen = await setGroup(one, { ...group, shops: '01' })
    await deleteGroup(one, group)
    const { version } = await setGroup(one, { ...group, shops: '02' })
    expect(version).toBeGreaterThan(seen.version)
    const late = { ...group, shops: '01,03', seenVersion: seen.version }
    expect(await setSeenGroup(at(1), late)).toEqual({ kind: 'changed' })
    expect(await setSeenGroup(at(1), { ...late, seenVersion: version })).toMatchObject({
      version: version + 1,
    })
  },

  async 'changes at the same time follow one another'({ at, one, sellerId }) {
    const set = (place: number) => setGroup(at(place), { sellerId, name: 'g', shops: `s${place}`, ...operator })
    const versions = (await together(4, set)).map(({ version }) => version)
    expect(versions.toSorted()).toEqual([1, 2, 3, 4])
    expect(await one.storedGroups.listGroups(sellerId)).toMatchObject([{ version: 4 }])
  },

  async 'a redemption is judged by the group as it is then, in whole names of shops'({ one, other, sellerId }) {
    const shops = Array.from({ length: 6000 }, (_, place) => String(place).padStart(4, '0'))
    const group = { sellerId, name: 'all', ...operator }
    await setGroup(one, { ...group, shops: shops.join() })
    await issue(one, sellerId, ['a', 'b', 'c'])
    expect(await redeem(other, sellerId, 'a', '599')).toMatchObject(refused)
    expect(await redeem(other, sellerId, 'a', '05999')).toMatchObject(refused)
    expect(await redeem(other, sellerId, 'a', '5998,5999')).toMatchObject(refused)
    expect(await redeem(other, sellerId, 'a', '5999')).toMatchObject({ kind: 'done' })
    expect(await redeem(one, sellerId, 'b', 'besides')).toMatchObject({ kind: 'done' })
    await setGroup(other, { ...group, shops: 'only' })
    expect(await redeem(one, sellerId, 'c', '5999')).toMatchObject(refused)
    await deleteGroup(one, group)
    expect(await redeem(one, sellerId, 'c', 'only')).toMatchObject(refused)
  },

  async 'a template names only groups that exist, and no group of another seller'({ one, other, sellerId }) {
    await setGroup(one, { sellerId, name: 'mine', shops: '01', ...operator })
    const save = (seller: string, shop: string) => calls.save(other, requestOf(seller), { couponId: shop, shop })
    const unknown = (name: string) => ({ kind: 'refused', refusal: { kind: 'unknown-shop-group', name } })
    expect(await save(sellerId, '@mine,02')).toMatchObject({ kind: 'done' })
    expect(await save(sellerId, '@mine,@yours')).toEqual(unknown('yours'))
    expect(await save(`${sellerId}-2`, '@mine')).toEqual(unknown('mine'))
  },
}

const refused = {
  kind: 'refused',
  refusal: { kind: 'not-usable', reason: { code: 'SHOP', shops: ['@all', 'besides'] } },
}

async function issue({ lifecycleStore: lifecycle }: Store, sellerId: string, codes: readonly string[]): Promise<void> {
  const rows = codes.map((couponCode) => ({ couponCode, shop: '@all,besides' }))
  await issueCoupons({ lifecycle, request: requestOf(sellerId), rows })
}

function redeem(store: Store, sellerId: string, couponCode: string, shop: string) {
  return calls.redeem(store, requestOf(sellerId), { couponCodes: [couponCode], orderId: couponCode, shop })
}
