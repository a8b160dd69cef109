import { expect, test } from 'vitest'
import { memberChangeText } from './member-change-text.ts'

test.each([
  ['{"member_id":"M1","fields":["name","marketing_consent"]}', ['修改：姓名、营销同意']],
  ['{"member_id":"M1","phone_added":true,"phone_state":"replaced","reason":"换号"}', ['更换手机号', '原因：换号']],
  ['{"member_id":"M1","phone_added":true}', ['添加手机号']],
  ['{"member_id":"M1","card_added":true,"card_state":"lost"}', ['会员卡挂失']],
  ['{"member_id":"M1","named":true}', ['以新的手机号或卡号出现']],
  ['{"merge_id":"7","from":"M2","into":"M1"}', ['M2 并入 M1']],
  ['not JSON', []],
])('%s is told in words', (after, lines) => {
  expect(memberChangeText(after, 'zh')).toEqual(lines)
})
