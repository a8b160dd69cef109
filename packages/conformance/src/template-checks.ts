import { expect } from 'expect'
import {
  closeTemplate,
  listEvents,
  noon,
  reopenTemplate,
  requestOf,
  runAct,
  type Store,
  type TemplateTerms,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, together } from './programs.ts'

const minuteMs = 60_000
const atNoon = '2026-11-24 12:00:00'
const draft = { state: 'draft' } as const

/** What every engine must do with versions of templates. */
export const templateChecks: Checks = {
  async 'the newest version that is published by then is claimed from, by every program'({ one, other, sellerId }) {
    await save(one, sellerId, draft)
    expect(await claimed(other, sellerId, noon)).toEqual({ kind: 'template-not-published', publishAt: undefined })
    await save(one, sellerId, { publishAt: atNoon })
    expect(await claimed(other, sellerId, noon - 1)).toEqual({ kind: 'template-not-published', publishAt: atNoon })
    expect(await claimed(other, sellerId, noon)).toBe(2)
    await save(other, sellerId, { publishAt: '2026-11-24 12:01:00' })
    await save(other, sellerId, draft)
    expect(await claimed(one, sellerId, noon + minuteMs - 1)).toBe(2)
    expect(await claimed(one, sellerId, noon + minuteMs)).toBe(3)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'claims while drafts are saved are of the published version, and none is lost'({ at, one, sellerId }) {
    await save(one, sellerId, { stockTotal: 100 })
    const versions = await together(12, async (place) => {
      if (place % 4 === 3) return save(at(place), sellerId, { ...draft, stockTotal: 100 })
      return claimed(at(place), sellerId, noon, place)
    })
    expect(versions.filter((_, place) => place % 4 !== 3)).toEqual(Array(9).fill(1))
    expect(await one.templateReader.findTemplate(sellerId, 'T')).toMatchObject({ version: 4, claimed: { total: 9 } })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a template is closed and reopened once, however many call at the same time'({ at, one, sellerId }) {
    await save(one, sellerId, {})
    for (const [change, kind] of [
      [closeTemplate, 'template_closed'],
      [reopenTemplate, 'template_reopened'],
    ] as const) {
      const written = await together(4, (place) => {
        const { lifecycleStore: lifecycle } = at(place)
        return runAct(change, { lifecycle, request: requestOf(sellerId), couponId: 'T', reason: '延期' })
      })
      const changed = written.filter((one) => one.kind === 'done' && !one.answer.isUnchanged)
      expect(changed).toHaveLength(1)
      expect((await listEvents(one, sellerId)).filter((event) => event.kind === kind)).toHaveLength(1)
    }
    expect(await claimed(one, sellerId, noon)).toBe(1)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'every version is found, and no other, however many are asked for'({ one, other, sellerId }) {
    for (const stockTotal of [1, 2, 3]) await save(one, sellerId, { stockTotal })
    expect(await other.templateReader.findTemplate(sellerId, 'T', 2)).toMatchObject({ version: 2, newestVersion: 3 })
    expect(await other.templateReader.findTemplate(sellerId, 'T', 4)).toBeUndefined()
    const requested = [1, 3, 4].map((version) => ({ couponId: 'T', version }))
    const found = await other.templateReader.findVersions(sellerId, [...requested, { couponId: 'other', version: 1 }])
    const stocks = found.map(({ version, terms }) => [version, terms.stockTotal])
    expect(stocks.toSorted()).toEqual([
      [1, 1],
      [3, 3],
    ])
    expect(await other.templateReader.findVersions(`${sellerId}-2`, requested)).toEqual([])
  },
}

async function save(store: Store, sellerId: string, terms: Partial<TemplateTerms>) {
  const written = await calls.save(store, requestOf(sellerId), terms)
  return written.kind === 'done' ? written.answer.version : written
}

/** Claims a coupon. @returns the version that it was claimed from, or why it was not */
async function claimed(store: Store, sellerId: string, nowMs: number, place = 0): Promise<unknown> {
  const input = { couponId: 'T', count: 1, phone: `139000000${10 + place}` }
  const written = await calls.claim(store, requestOf(sellerId, { nowMs }), input)
  if (written.kind !== 'done') return written.kind === 'refused' ? written.refusal : written
  const [couponCode = ''] = written.answer.couponCodes
  return (await store.lifecycleReader.findCoupon(sellerId, couponCode))?.templateVersion
}
