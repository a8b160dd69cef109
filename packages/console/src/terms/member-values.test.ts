import { templateFields } from '@yaoquan/api'
import { describe, expect, test } from 'vitest'
import { languages } from '../language/texts.ts'
import { memberName } from './member-names.ts'
import { memberText } from './member-values.ts'

/** Words that are their own names. */
const sameInEnglish = ['kind', 'gift', 'goods', 'channels', 'weekdays', 'hours', 'state']

const names = {
  shop: (code: string) => (code === '01' ? '朝阳店' : undefined),
  category: () => undefined,
  actor: (actor: string) => (actor === 'app:20000001' ? '收银系统' : undefined),
}

describe('a member of a state in words', () => {
  test.each<[string, unknown, string, string]>([
    ['coupon_amount_fen', 9900, '优惠金额 99.00 元', 'amount off ¥99.00'],
    ['act', 'password_changed', '操作 修改密码', 'act password changed'],
    ['role', 'shop_clerk', '角色 店员', 'role shop clerk'],
    ['shops', ['01', '02'], '门店 朝阳店 (01)、02', 'shops 朝阳店 (01), 02'],
    ['is_stackable', false, '可与其他券同用 否', 'usable beside others no'],
    ['member_weekdays', [3, 6], '会员日（星期） 周三、周六', 'member days of the week Wed, Sat'],
    ['member_weekdays', [], '会员日（星期） 无', 'member days of the week none'],
    ['saved_by', 'app:10000111', '保存者 应用 10000111', 'saved by app 10000111'],
    ['event_days', null, '事件保留（天） 不清理', 'events kept, days for ever'],
    ['layer', 2, '抵扣顺序 最后（连锁券）', 'order of application last (chain)'],
    [
      'validity',
      { kind: 'fixed', start_date: '2026-11-01', end_date: '2026-12-31' },
      '有效期 类型 固定日期、首个可用日 2026-11-01、最后可用日 2026-12-31',
      'validity kind fixed days, first valid day 2026-11-01, last valid day 2026-12-31',
    ],
    [
      'categories',
      [
        { code: '10', name: '药品' },
        { code: '1001', parent_code: '10' },
      ],
      '品类 编码 10、名称 药品；编码 1001、上级 10',
      'categories code 10, name 药品; code 1001, below 10',
    ],
    ['app_key', '20000001', '应用 收银系统 (20000001)', 'app 收银系统 (20000001)'],
    ['closed_ms', 0, '已关闭 1970-01-01 08:00:00', 'closed 1970-01-01 08:00:00'],
    [
      'filters',
      { status: '4', issued_from: '2026-11-01' },
      '条件 状态 占用中、发放日期起 2026-11-01',
      'filters Status held, Day of issue from 2026-11-01',
    ],
  ])('%s %j', (wire, value, zh, en) => {
    const shown = (['zh', 'en'] as const).map(
      (language) => `${memberName(wire, language)} ${memberText(wire, value, { language, names })}`,
    )
    expect(shown).toEqual([zh, en])
  })

  test.each(languages)('every field of a template has a name in %s', (language) => {
    const wires = Object.values(templateFields).map(({ wire }) => wire)
    expect(wires.filter((wire) => memberName(wire, language) === wire)).toEqual(language === 'zh' ? [] : sameInEnglish)
  })

  test('that is not known here stays as it is', () => {
    expect(memberName('polish', 'zh')).toBe('polish')
    expect(memberText('act', 'polished', { language: 'zh', names })).toBe('polished')
    expect(memberText('act', 'constructor', { language: 'zh', names })).toBe('constructor')
    expect(memberText('role', 'polisher', { language: 'zh', names })).toBe('polisher')
  })
})
