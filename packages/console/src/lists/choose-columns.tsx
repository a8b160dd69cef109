import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Popover } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { inPlace } from '../parts/in-place.ts'
import { LinkButton } from '../parts/link-button.tsx'
import type { ColumnTitles } from './shown-columns.ts'

const texts = defineTexts({
  columns: { zh: '列', en: 'Columns' },
  all: { zh: '显示全部', en: 'Show all' },
})

type Props = Readonly<{
  titles: ColumnTitles
  /** Names of the shown columns; none: all. */
  shown: readonly string[]
  change: (shown: readonly string[]) => void
}>

/** Chooses the columns of a table; the first one stays. */
export function ChooseColumns({ titles, shown, change }: Props): ReactNode {
  const t = useTexts(texts)
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
