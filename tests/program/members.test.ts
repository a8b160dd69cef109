import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemberCalls, openMemberCalls } from '../harness/member-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'

let members: MemberCalls

beforeAll(async () => {
  members = await openMemberCalls()
})
afterAll(() => members.close())

describe('a member and its coupons', () => {
  const named = async () => {
    const phone = members.newPhone()
    return { phone, cardNo: `${phone}-C`, memberId: await members.newMember({ phone, cardNo: `${phone}-C` }) }
  }

  it.each([
    { under: 'phone', selector: ({ phone }: { phone: string; cardNo: string }) => ({ phone }) },
    { under: 'card', selector: ({ cardNo }: { phone: string; cardNo: string }) => ({ cardNo }) },
  ])('are found by each other, for a coupon issued under the $under', async ({ under, selector }) => {
    const { memberId, ...numbers } = await named()
    const couponCode = `${numbers.phone}-${under}`
    await members.issue({ couponCode, ...selector(numbers) })
    expect(await members.codesOf({ memberId })).toEqual([couponCode])
    expect(await members.get({ couponCode })).toMatchObject({ member: { memberId } })
  })

  it('is found by the phone if the member has no card', async () => {
    const phone = members.newPhone()
    const memberId = await members.newMember({ phone })
    await members.issue({ couponCode: `${phone}-ONLY`, phone })
    expect(await members.codesOf({ memberId })).toEqual([`${phone}-ONLY`])
  })

  it.each([{ memberId: 'M999999' }, { memberId: 'nobody' }])(
    'search for $memberId finds no member',
    async (selector) => {
      expect(await members.call('yaoquan.coupon.search', selector)).toMatchObject({ errorCode: 'MEMBER_NOT_FOUND' })
    },
  )

  it('get by a code that there is not, or of a coupon of nobody, finds no member', async () => {
    await members.issue({ couponCode: 'OF-NOBODY' })
    for (const couponCode of ['NO-SUCH-CODE', 'OF-NOBODY']) {
      expect(await members.get({ couponCode })).toMatchObject({ errorCode: 'MEMBER_NOT_FOUND' })
    }
  })
})

describe('save and get', () => {
  it('creates a member with everything, and finds it by id, phone and card', async () => {
    const phone = members.newPhone()
    const input = {
      phone: `+86 ${phone}`,
      cardNo: 'SAVE-1',
      name: '王小明',
      level: 'gold',
      tags: ['糖尿病', 'VIP', '糖尿病'],
      birthday: '02-29',
      marketingConsent: { given: true, source: '门店签字' },
      attributes: [{ name: 'skin', value: 'dry' }],
    }
    const saved = await members.save(input)
    expect(saved).toEqual({ memberId: expect.stringMatching(/^M\d+$/), created: true, success: true })
    const memberId = String(saved['memberId'])
    const found = await members.get({ memberId })
    expect(found).toEqual({
      member: {
        memberId,
        state: 'active',
        name: '王小明',
        level: 'gold',
        tags: ['糖尿病', 'VIP'],
        birthday: '02-29',
        marketingConsent: { given: true, at: expect.stringMatching(/^2026-11-24 22:/), source: '门店签字' },
        attributes: [{ name: 'skin', value: 'dry' }],
        phones: [{ phone, state: 'active', since: expect.any(String) }],
        cards: [{ cardNo: 'SAVE-1', state: 'active', since: expect.any(String) }],
        createdAt: expect.stringMatching(/^2026-11-24 22:/),
      },
      couponCount: 0,
      success: true,
    })
    expect(await members.get({ phone })).toEqual(found)
    expect(await members.get({ cardNo: 'SAVE-1' })).toEqual(found)
  })

  it('changes only what is sent, and removes what is told to', async () => {
    const memberId = await members.newMember({ name: 'A', level: 'L', birthday: '01-01', tags: ['x'] })
    await members.save({
      memberId,
      attributes: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    })
    await members.save({ memberId, name: 'B', clear: ['level', 'birthday'], attributes: [{ name: 'a' }] })
    expect(await members.get({ memberId })).toMatchObject({
      member: { name: 'B', tags: ['x'], attributes: [{ name: 'b', value: '2' }] },
    })
    expect((await members.get({ memberId }))['member']).not.toHaveProperty('level')
    await members.save({ memberId, clear: ['tags'] })
    expect((await members.get({ memberId }))['member']).not.toHaveProperty('tags')
  })

  it('is done once per request number', async () => {
    const input = { outRequestNo: members.newNo(), phone: members.newPhone(), name: 'once' }
    const first = await members.call('yaoquan.member.save', input)
    expect(await members.call('yaoquan.member.save', input)).toEqual({ ...first, alreadyDone: true })
    expect(await members.call('yaoquan.member.save', { ...input, name: 'other' })).toMatchObject({
      errorCode: 'IDEMPOTENT_CONFLICT',
    })
  })

  it.each([
    [{ birthday: '02-30' }, { field: 'birthday' }],
    [{ birthday: '2-3' }, { field: 'birthday' }],
    [{ clear: ['phone'] }, { field: 'clear' }],
    [{ phone: '12' }, { field: 'phone' }],
    [{ phone: '186****5668' }, { field: 'phone', rule: '186****5668 是打码的号码，须为完整号码' }],
    [{ cardNo: '6222****3800' }, { field: 'card_no', rule: '6222****3800 是打码的号码，须为完整号码' }],
    [
      { attributes: Array.from({ length: 50 }, (_, place) => ({ name: `${place}`, value: '药'.repeat(512) })) },
      { field: 'attributes' },
    ],
  ])('refuses %o', async (member, facts) => {
    const refused = await members.save(member)
    expect(refused).toMatchObject({ success: false, errorCode: 'INVALID_MEMBER', ...facts })
    expect(refused['rule']).not.toBe('')
  })

  it('refuses a 51st attribute', async () => {
    const attributes = Array.from({ length: 50 }, (_, place) => ({ name: `a${place}`, value: 'v' }))
    const memberId = await members.newMember({ attributes })
    expect(await members.save({ memberId, attributes: [{ name: 'more', value: 'v' }] })).toMatchObject({
      errorCode: 'INVALID_MEMBER',
      field: 'attributes',
    })
  })

  it('says which members a phone has, which is found by card and id', async () => {
    const phone = members.newPhone()
    const one = await members.newMember({ phone, cardNo: `${phone}-1` })
    const other = await members.newMember({ phone, cardNo: `${phone}-2` })
    expect(await members.get({ phone })).toEqual({
      errorCode: 'MEMBER_AMBIGUOUS',
      errorMessage: `该手机号有多位会员: ${one}, ${other}`,
      memberIds: [one, other],
      success: false,
    })
    expect(await members.save({ phone, name: 'who' })).toMatchObject({
      errorCode: 'MEMBER_AMBIGUOUS',
      memberIds: [one, other],
    })
    expect(await members.get({ cardNo: `${phone}-2` })).toMatchObject({ member: { memberId: other } })
    const both = { phone, cardNo: `${phone}-2` }
    await expect(members.get(both)).rejects.toThrow('phone 与 card_no 应传其一')
    await expect(members.get({ memberId: one, couponCode: 'x' })).rejects.toThrow('coupon_code 与 member_id 应传其一')
    const exported = members.call('yaoquan.member.export', { outRequestNo: members.newNo(), ...both })
    await expect(exported).rejects.toThrow('phone 与 card_no 应传其一')
  })

  it('refuses a phone or card of somebody else, unless the phone is to be shared', async () => {
    const [phone, mine] = [members.newPhone(), members.newPhone()]
    const other = await members.newMember({ phone, cardNo: `${phone}-1` })
    const memberId = await members.newMember({ phone: mine })
    expect(await members.save({ memberId, phone })).toMatchObject({
      errorCode: 'PHONE_OF_OTHER_MEMBERS',
      memberIds: [other],
    })
    expect(await members.save({ memberId, cardNo: `${phone}-1` })).toMatchObject({
      errorCode: 'CARD_OF_OTHER_MEMBER',
      memberIds: [other],
    })
    expect(await members.save({ memberId, phone, sharePhone: true })).toMatchObject({ memberId, created: false })
    expect(await members.get({ phone })).toMatchObject({ errorCode: 'MEMBER_AMBIGUOUS', memberIds: [other, memberId] })
  })

  it.each([
    [{ memberId: 'M999999' }, 'MEMBER_NOT_FOUND'],
    [{ memberId: '1' }, 'MEMBER_NOT_FOUND'],
    [{ phone: '19900000000' }, 'MEMBER_NOT_FOUND'],
    [{ cardNo: 'nobody' }, 'MEMBER_NOT_FOUND'],
    [{ phone: '186****5668' }, 'INVALID_MEMBER'],
    [{ cardNo: '6222****3800' }, 'INVALID_MEMBER'],
    [{}, 'INVALID_MEMBER'],
  ])('get refuses %o with %s', async (selector, errorCode) => {
    expect(await members.get(selector)).toMatchObject({ success: false, errorCode })
  })
})

describe('search', () => {
  it('pages through the members of a tag and level', async () => {
    const ids: string[] = []
    for (const level of ['a', 'b', 'a', 'a']) ids.push(await members.newMember({ level, tags: ['page', level] }))
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await members.call('yaoquan.member.search', { tag: 'page', level: 'a', limit: 2, cursor })
      seen.push(...(page['members'] as { memberId: string }[]).map(({ memberId }) => memberId))
      cursor = page['nextCursor'] as string | undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([ids[0], ids[2], ids[3]])
  })

  it('refuses the cursor of another search', async () => {
    const page = await members.call('yaoquan.member.search', { limit: 1 })
    const cursor = String(page['nextCursor'])
    expect(await members.call('yaoquan.member.search', { limit: 1, level: 'a', cursor })).toMatchObject({
      errorCode: 'INVALID_CURSOR',
    })
  })

  it('finds by phone and by card, also together with other filters', async () => {
    const phone = members.newPhone()
    const one = await members.newMember({ phone, cardNo: `${phone}-1`, level: 'x' })
    const other = await members.newMember({ phone, cardNo: `${phone}-2`, level: 'y' })
    const search = async (filter: object) =>
      ((await members.call('yaoquan.member.search', filter))['members'] as { memberId: string }[]).map(
        ({ memberId }) => memberId,
      )
    expect(await search({ phone })).toEqual([one, other])
    expect(await search({ phone, level: 'y' })).toEqual([other])
    expect(await search({ cardNo: `${phone}-1` })).toEqual([one])
    expect(await search({ phone: '19900000000' })).toEqual([])
  })
})

describe('export', () => {
  it('gives everything about a member page by page, and records it', async () => {
    const phone = members.newPhone()
    const memberId = await members.newMember({
      phone,
      name: '出口',
      marketingConsent: { given: false, source: '电话' },
    })
    await members.issue({ couponCode: `${phone}A`, phone }, { couponCode: `${phone}B`, phone })
    await members.call('yaoquan.coupon.redeem', {
      outRequestNo: members.newNo(),
      couponCode: `${phone}A`,
      orderId: 'SO-EXPORT',
    })
    const ask = (cursor?: string) =>
      members.call('yaoquan.member.export', { outRequestNo: members.newNo(), memberId, limit: 1, cursor })
    const first = await ask()
    expect(first).toMatchObject({
      member: { memberId, name: '出口', phones: [{ phone }], marketingConsent: { given: false, source: '电话' } },
      coupons: [
        {
          couponCode: `${phone}A`,
          status: '1',
          orderId: 'SO-EXPORT',
          timeline: [{ kind: 'issued' }, { kind: 'redeemed' }],
        },
      ],
    })
    const second = await ask(String(first['nextCursor']))
    expect(second).toMatchObject({ coupons: [{ couponCode: `${phone}B`, status: '0' }], events: [] })
    const third = await ask(String(second['nextCursor']))
    expect(third).toMatchObject({ coupons: [], events: [{ kind: 'member_changed', actor: 'app:12345678' }] })
    const fourth = await ask(String(third['nextCursor']))
    expect(fourth).toMatchObject({ coupons: [], events: [{ kind: 'exported' }] })
    expect(await ask(String(fourth['nextCursor']))).not.toHaveProperty('nextCursor')
    const { events } = await members.client.listEvents({ afterSeq: 0, limit: 1000 })
    const recorded = events.filter(({ kind }) => kind === 'exported').map(({ after = '' }) => JSON.parse(after))
    expect(recorded).toEqual(Array(5).fill({ member_id: memberId }))
  })

  it('gives the events of the member and of those merged into it, and of nobody else', async () => {
    const [phone, other] = [members.newPhone(), members.newPhone()]
    const memberId = await members.newMember({ phone, name: '一' })
    const from = await members.newMember({ phone: other, cardNo: `${other}-1`, name: '二' })
    await members.newMember({ phone: members.newPhone(), name: '三' })
    const { newNo } = members
    const merge = { outRequestNo: newNo(), fromMemberId: from, intoMemberId: memberId, reason: '同一人' }
    const { mergeId } = await members.call('yaoquan.member.merge', merge)
    const change = { outRequestNo: newNo(), memberId, oldPhone: phone, newPhone: members.newPhone() }
    await members.call('yaoquan.member.changePhone', change)
    await members.call('yaoquan.member.replaceCard', { outRequestNo: newNo(), cardNo: `${other}-1`, state: 'lost' })
    await members.save({ memberId, marketingConsent: { given: true, source: '电话' } })
    const exportOf = async (id: string) => {
      const input = await members.call('yaoquan.member.export', { outRequestNo: newNo(), memberId: id })
      return (input['events'] as { kind: string; after: string }[]).map(({ kind, after }) => [kind, JSON.parse(after)])
    }
    const own = { member_id: memberId }
    expect(await exportOf(memberId)).toEqual([
      ['member_changed', { ...own, fields: ['name'] }],
      ['member_changed', { member_id: from, fields: ['name'] }],
      ['member_merged', { merge_id: mergeId, from, into: memberId, reason: '同一人' }],
      ['member_changed', { ...own, phone_added: true, phone_state: 'replaced' }],
      ['member_changed', { ...own, card_state: 'lost' }],
      ['member_changed', { ...own, fields: ['marketing_consent'] }],
      ['exported', own],
    ])
    await members.call('yaoquan.member.unmerge', { outRequestNo: newNo(), mergeId: String(mergeId) })
    expect((await exportOf(from)).map(([kind]) => kind)).toEqual([
      ...['member_changed', 'member_merged', 'member_unmerged', 'exported'],
    ])
  })

  it('refuses who is not one member, and a cursor of another', async () => {
    const ask = (requested: object) =>
      members.call('yaoquan.member.export', { outRequestNo: members.newNo(), ...requested })
    expect(await ask({ memberId: 'M999999' })).toMatchObject({ errorCode: 'MEMBER_NOT_FOUND', coupons: [], events: [] })
    expect(await ask({ memberId: 'M1', cursor: 'c1.1.x' })).toMatchObject({ errorCode: 'INVALID_CURSOR' })
  })
})

describe('an app of a till', () => {
  const till = { appKey: 'till', appSecret: 'tillsecret' }
  const ask = (parameters: Readonly<Record<string, string>>) =>
    post(members.server.url, signedParameters({ app_key: till.appKey, ...parameters }, till.appSecret))

  it('sees masked phones of members, and neither searches nor merges nor exports', async () => {
    const grants = { preset: 'till', allowed: [], denied: [] }
    await members.server.administration.createApp({ name: 'till', sellerIds: ['111'], grants, ...till })
    const phone = members.newPhone()
    const memberId = await members.newMember({ phone, cardNo: phone })
    const shown = await ask({ method: 'yaoquan.member.get', phone })
    expect(shown).toContain(memberId)
    expect(shown).toContain(`${phone.slice(0, 3)}****${phone.slice(-4)}`)
    expect(shown).not.toContain(phone)
    for (const [method, more] of Object.entries({
      search: {},
      merge: { from_member_id: 'M1', into_member_id: 'M2' },
      export: { phone },
    })) {
      const input = { method: `yaoquan.member.${method}`, out_request_no: members.newNo(), ...more }
      expect(await ask(input)).toContain('"code":11')
    }
  })
})
