import { describe, expect, test } from 'vitest'
import { actorNamed, actorText, eventDetails, eventTitle } from './event-text.ts'

describe('an event in words', () => {
  test('names order, shop and amount of a redemption', () => {
    const event = {
      before: '{"state":"unused","end_date":"2026-12-31"}',
      after: '{"state":"used","order_id":"SO-1","shop":"01","off_fen":2050,"end_date":"2026-12-31"}',
    }
    expect(eventDetails(event, 'zh')).toEqual([['订单 SO-1', '门店 01', '抵扣 ¥20.50']])
    expect(eventDetails(event, 'en')).toEqual([['order SO-1', 'shop 01', '¥20.50 off']])
  })

  test('tells from which day to which an extension moved the end, and why', () => {
    const event = {
      before: '{"state":"unused","end_date":"2026-12-31"}',
      after: '{"state":"unused","end_date":"2027-01-31","reason":"活动延期"}',
    }
    expect(eventDetails(event, 'zh')).toEqual([['失效日期 2026-12-31 → 2027-01-31'], ['原因：活动延期']])
  })

  test('names the order that a release gave up', () => {
    const event = { before: '{"state":"held","order_id":"SO-2"}', after: '{"state":"unused"}' }
    expect(eventDetails(event, 'zh')).toEqual([['订单 SO-2']])
  })

  test('survives states and kinds that it does not know', () => {
    expect(eventDetails({ after: 'not JSON' }, 'zh')).toEqual([])
    expect(eventTitle('polished', 'zh')).toBe('polished')
  })

  test.each([
    ['app:12345678', '应用 12345678'],
    ['operator:wang', '操作员 wang'],
    ['operator:cli', '命令行'],
    ['operator:shadow', '影子运行'],
    ['system', '系统'],
    ['retention:daily', 'retention:daily'],
  ])('%s is %s', (actor, text) => {
    expect(actorText(actor, 'zh')).toBe(text)
  })

  test('an actor with a name is called by it', () => {
    expect(actorText('app:12345678', 'zh', () => '收银系统')).toBe('收银系统')
  })

  test.each([
    ['wang', 'operator:wang'],
    ['app:12345678', 'app:12345678'],
    ['system', 'system'],
  ])('who types %s means %s', (typed, actor) => {
    expect(actorNamed(typed)).toBe(actor)
  })
})
