import { describe, expect, test } from 'vitest'
import { profileChange, profileValues } from './profile-change.ts'

const before = { name: '李秀英', level: '金卡', birthday: '05-20', tags: ['慢病', '糖尿病'] }

describe('the form of a profile', () => {
  test('changes nothing until something is typed', () => {
    expect(profileChange(before, profileValues(before))).toBeUndefined()
    expect(profileChange({}, profileValues({}))).toBeUndefined()
  })

  test.each([
    [{ name: ' 李秀 ' }, { name: '李秀' }],
    [{ birthday: '' }, { clear: ['birthday'] }],
    [
      { level: ' ', name: '李秀' },
      { name: '李秀', clear: ['level'] },
    ],
    [{ tags: ['慢病', ' 孕产', '慢病'] }, { tags: ['慢病', '孕产'] }],
    [{ tags: [] }, { clear: ['tags'] }],
    [{ consent: 'given', consentSource: ' 门店签字 ' }, { marketingConsent: { given: true, source: '门店签字' } }],
    [{ consent: 'refused', consentSource: '来电' }, { marketingConsent: { given: false, source: '来电' } }],
  ] as const)('with %o sends nothing but the change', (typed, sent) => {
    expect(profileChange(before, { ...profileValues(before), ...typed })).toEqual(sent)
  })

  test('sends of a new member what was filled in', () => {
    expect(profileChange({}, { ...profileValues({}), name: '王小明' })).toEqual({ name: '王小明' })
  })
})
