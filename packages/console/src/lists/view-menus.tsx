import { SaveOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Form, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { TextField } from '../parts/fields.tsx'
import { inPlace } from '../parts/in-place.ts'
import { LinkButton } from '../parts/link-button.tsx'
import type { ColumnTitles } from './shown-columns.ts'

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

const chooseColumnsTexts = defineTexts({
  columns: { zh: '列', en: 'Columns' },
  all: { zh: '显示全部', en: 'Show all' },
})

type ChooseColumnsProps = Readonly<{
  titles: ColumnTitles
  /** Names of the shown columns; none: all. */
  shown: readonly string[]
  change: (shown: readonly string[]) => void
}>

/** Chooses the columns of a table; the first one stays. */
export function ChooseColumns({ titles, shown, change }: ChooseColumnsProps): ReactNode {
  const t = useTexts(chooseColumnsTexts)
  const columnTitles = useTexts(titles)
  const names = Object.keys(titles)
  const [first, ...others] = names
  const isShown = (name: string) => shown.length === 0 || shown.includes(name)
  const boxes = names.map((name) => (
    <Checkbox
      key={name}
      checked={name === first || isShown(name)}
      disabled={name === first}
      onChange={({ target }) => {
        const next = others.filter((one) => (one === name ? target.checked : isShown(one)))
        change(next.length === others.length ? [] : [first ?? '', ...next])
      }}
    >
      {columnTitles[name]}
    </Checkbox>
  ))
  const content = (
    <Flex vertical gap={6} align="flex-start" role="group" aria-label={t.columns}>
      {boxes}
      {shown.length > 0 && <LinkButton text={t.all} act={() => change([])} isInline />}
    </Flex>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight" getPopupContainer={inPlace}>
      <Button size="small" icon={<SettingOutlined />}>
        {t.columns}
      </Button>
    </Popover>
  )
}
