import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemberCalls, openMemberCalls } from '../harness/member-calls.ts'

let members: MemberCalls

beforeAll(async () => {
  members = await openMemberCalls()
})
afterAll(() => members.close())

describe('another phone or card', () => {
  it('finds the coupons by both phones until somebody else is named by the former one', async () => {
    const [oldPhone, newNumber] = [members.newPhone(), members.newPhone()]
    const memberId = await members.newMember({ phone: oldPhone, name: 'first' })
    await members.issue({ couponCode: `${oldPhone}A`, phone: oldPhone })
    const changed = await members.call('yaoquan.member.changePhone', {
      outRequestNo: members.newNo(),
      oldPhone,
      newPhone: newNumber,
      reason: `换号 ${newNumber}`,
    })
    expect(changed).toMatchObject({ memberId, success: true, warnings: [{ code: 'PHONE_MASKED', field: 'reason' }] })
    expect(await members.get({ memberId })).toMatchObject({
      member: {
        phones: [
          { phone: oldPhone, state: 'replaced' },
          { phone: newNumber, state: 'active' },
        ],
      },
    })
    expect(await members.codesOf({ phone: oldPhone })).toEqual([`${oldPhone}A`])
    expect(await members.codesOf({ phone: newNumber })).toEqual([`${oldPhone}A`])
    expect(await members.get({ phone: oldPhone })).toMatchObject({ member: { memberId } })
    const second = await members.newMember({ phone: oldPhone, name: 'second' })
    expect(second).not.toBe(memberId)
    expect(await members.codesOf({ phone: oldPhone })).toEqual([])
    expect(await members.codesOf({ phone: newNumber })).toEqual([`${oldPhone}A`])
    expect(await members.get({ phone: oldPhone })).toMatchObject({ member: { memberId: second } })
  })

  it('refuses a phone that is not held, the same one, and one of other members', async () => {
    const [oldPhone, other] = [members.newPhone(), members.newPhone()]
    const memberId = await members.newMember({ phone: oldPhone })
    const otherId = await members.newMember({ phone: other, cardNo: `${other}-1` })
    const change = (requested: object) =>
      members.call('yaoquan.member.changePhone', {
        outRequestNo: members.newNo(),
        oldPhone,
        newPhone: other,
        ...requested,
      })
    expect(await change({ memberId, oldPhone: '19911111111' })).toMatchObject({ errorCode: 'PHONE_NOT_HELD' })
    expect(await change({ newPhone: oldPhone })).toMatchObject({ errorCode: 'INVALID_MEMBER', field: 'new_phone' })
    expect(await change({ newPhone: '1' })).toMatchObject({ errorCode: 'INVALID_MEMBER', field: 'new_phone' })
    expect(await change({})).toMatchObject({ errorCode: 'PHONE_OF_OTHER_MEMBERS', memberIds: [otherId] })
    expect(await change({ sharePhone: true })).toMatchObject({ memberId, success: true })
  })

  it('a member takes its former phone back', async () => {
    const [oldPhone, newNumber] = [members.newPhone(), members.newPhone()]
    const memberId = await members.newMember({ phone: oldPhone })
    const change = (from: string, to: string) =>
      members.call('yaoquan.member.changePhone', { outRequestNo: members.newNo(), oldPhone: from, newPhone: to })
    await change(oldPhone, newNumber)
    expect(await change(newNumber, oldPhone)).toMatchObject({ memberId })
    expect(await members.get({ memberId })).toMatchObject({
      member: {
        phones: [
          { phone: oldPhone, state: 'active' },
          { phone: newNumber, state: 'replaced' },
        ],
      },
    })
  })

  it('a lost card keeps naming its member, who gets another', async () => {
    const cardNo = `LOST-${members.newPhone()}`
    const memberId = await members.newMember({ cardNo })
    const input = { outRequestNo: members.newNo(), cardNo, state: 'lost', newCardNo: `${cardNo}-2` } as const
    expect(await members.call('yaoquan.member.replaceCard', input)).toEqual({ memberId, success: true })
    const found = await members.get({ cardNo: `${cardNo}-2` })
    expect(found).toMatchObject({ member: { memberId, cards: [{ cardNo, state: 'lost' }, { state: 'active' }] } })
    expect(await members.get({ cardNo })).toEqual(found)
    const other = await members.newMember({ cardNo: `${cardNo}-3` })
    expect(
      await members.call('yaoquan.member.replaceCard', {
        ...input,
        outRequestNo: members.newNo(),
        newCardNo: `${cardNo}-3`,
      }),
    ).toMatchObject({ errorCode: 'CARD_OF_OTHER_MEMBER', memberIds: [other] })
  })

  it('what was claimed counts by any phone and card', async () => {
    const [oldPhone, newNumber] = [members.newPhone(), members.newPhone()]
    await members.newMember({ phone: oldPhone, cardNo: `${oldPhone}-1` })
    expect(await members.claim({ phone: oldPhone })).toBe('claimed')
    const { newNo } = members
    await members.call('yaoquan.member.changePhone', { outRequestNo: newNo(), oldPhone, newPhone: newNumber })
    await members.call('yaoquan.member.replaceCard', {
      outRequestNo: newNo(),
      cardNo: `${oldPhone}-1`,
      state: 'lost',
      newCardNo: `${oldPhone}-2`,
    })
    for (const selector of [{ phone: newNumber }, { cardNo: `${oldPhone}-1` }, { cardNo: `${oldPhone}-2` }]) {
      expect(await members.claim(selector)).toBe('MEMBER_LIMIT_REACHED')
    }
  })
})
