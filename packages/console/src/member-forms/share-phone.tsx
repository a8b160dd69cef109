import { Checkbox, Form } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  share: { zh: '家人共用：已有其他会员在用时也添加', en: 'Shared in a family: also if other members use it' },
})

/** Whether a phone of other members is shared with them, in a form with `sharePhone`. */
export function SharePhone(): ReactNode {
  const t = useTexts(texts)
  return (
    <Form.Item name="sharePhone" valuePropName="checked">
      <Checkbox>{t.share}</Checkbox>
    </Form.Item>
  )
}
