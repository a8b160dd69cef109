import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import type { ListName } from './draft.ts'

const texts = defineTexts({
  hint: { zh: '输入后回车；不填为不限', en: 'Type and press Enter; empty does not limit' },
  shop: { zh: '可用门店，@名称 为门店组', en: 'Shops; @name is a group of shops' },
  channels: { zh: '可用渠道', en: 'Channels' },
  category: { zh: '适用品类', en: 'Categories' },
  goods: { zh: '适用商品', en: 'Goods' },
  excludeCategory: { zh: '不适用品类', en: 'Excluded categories' },
  excludeGoods: { zh: '不适用商品', en: 'Excluded goods' },
  excludeTags: { zh: '不适用商品标签', en: 'Excluded tags of goods' },
  memberLevels: { zh: '可用会员等级', en: 'Levels of members' },
  memberTags: { zh: '可用会员标签（有其一即可）', en: 'Tags of members (one is enough)' },
})

const fields = [
  'shop',
  'channels',
  'category',
  'goods',
  'excludeCategory',
  'excludeGoods',
  'excludeTags',
  'memberLevels',
  'memberTags',
] as const satisfies readonly ListName[]

/** Third step: where, on what and by whom the coupon is usable. */
export function ScopeFields(): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="yq-editor-row">
      {fields.map((name) => (
        <Form.Item key={name} name={['lists', name]} label={t[name]}>
          <Select mode="tags" open={false} suffixIcon={null} placeholder={t.hint} tokenSeparators={[',', '，', ' ']} />
        </Form.Item>
      ))}
    </div>
  )
}
