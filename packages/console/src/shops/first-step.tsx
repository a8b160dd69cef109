import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Empty, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Kind } from './read-table.ts'
import type { TabProps } from './tab-props.ts'

const texts = defineTexts({
  import: { zh: '从表格导入', en: 'Import a table' },
  shop: { zh: '登记第一家门店', en: 'Name the first shop' },
  category: { zh: '登记第一个品类', en: 'Name the first category' },
})

type FirstStepProps = Readonly<{
  text: string
  kind: Kind
  /** Undefined where the operator may not save. */
  choose: TabProps['choose'] | undefined
}>

/** What is shown before anything has a name, with what to do first. */
export function FirstStep({ text, kind, choose }: FirstStepProps): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="yq-card yq-first-step">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
        {choose !== undefined && (
          <Flex gap={8} justify="center" wrap>
            <Button type="primary" icon={<UploadOutlined />} onClick={() => choose('import')}>
              {t.import}
            </Button>
            <Button icon={<PlusOutlined />} onClick={() => choose('create')}>
              {t[kind]}
            </Button>
          </Flex>
        )}
      </Empty>
    </div>
  )
}
