import { SaveOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { TextField } from '../parts/fields.tsx'
import { inPlace } from '../parts/in-place.ts'

const texts = defineTexts({
  save: { zh: '保存视图', en: 'Save view' },
  name: { zh: '视图名称', en: 'Name of the view' },
  hint: { zh: '只有您看得到。同名的会被替换。', en: 'Only you see it. One of the same name is replaced.' },
  moves: { zh: '日期随今天移动', en: 'Days move with today' },
  do: { zh: '保存', en: 'Save' },
})

type Values = Readonly<{ name: string; moves?: boolean }>

type Props = Readonly<{
  /** Whether the days of the view can move with today. */
  canMove: boolean
  isBusy: boolean
  error: Error | null
  save: (values: Values, done: () => void) => void
}>

/** Gives what the list shows a name. */
export function SaveView({ canMove, isBusy, error, save }: Props): ReactNode {
  const t = useTexts(texts)
  const [isOpen, setOpen] = useState(false)
  const form = (
    <Form<Values>
      layout="vertical"
      className="yq-save-view"
      initialValues={{ moves: true }}
      onFinish={(values) => save(values, () => setOpen(false))}
    >
      <TextField name="name" label={t.name} extra={t.hint} isRequired maxLength={40} autoFocus autoComplete="off" />
      {canMove && (
        <Form.Item name="moves" valuePropName="checked">
          <Checkbox>{t.moves}</Checkbox>
        </Form.Item>
      )}
      {error !== null && <Failure error={error} />}
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t.do}
      </Button>
    </Form>
  )
  return (
    <Popover
      content={form}
      trigger="click"
      getPopupContainer={inPlace}
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
    >
      <Button size="small" icon={<SaveOutlined />}>
        {t.save}
      </Button>
    </Popover>
  )
}
