import { listShopGroups, saveTemplate, type TemplateListName } from '@yaoquan/api'
import type { FormRule } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CategoryPicker, ChannelPicker, ShopPicker, UsedPicker } from '../pickers/code-pickers.tsx'
import { PickItem } from '../pickers/pick-item.tsx'
import { useRead } from '../session/use-server.ts'
import { itemsOf } from './draft.ts'
import { useTemplates } from './use-templates.ts'

const texts = defineTexts({
  shop: { zh: '可用门店（不选为全部门店）', en: 'Shops (none: all)' },
  channels: { zh: '可用渠道（不选为全部渠道）', en: 'Channels (none: all)' },
  category: { zh: '适用品类（不选为不限）', en: 'Categories (none: all)' },
  goods: { zh: '适用商品', en: 'Goods' },
  excludeCategory: { zh: '不适用品类', en: 'Excluded categories' },
  excludeGoods: { zh: '不适用商品', en: 'Excluded goods' },
  excludeTags: { zh: '不适用商品标签', en: 'Excluded tags of goods' },
  memberLevels: { zh: '可用会员等级', en: 'Levels of members' },
  memberTags: { zh: '可用会员标签（有其一即可）', en: 'Tags of members (one is enough)' },
  tooLong: {
    zh: (length: number, max: number) => `编码合计 ${length} 个字符，最多 ${max} 个，请减少。`,
    en: (length, max) => `The codes have ${length} characters; ${max} fit. Take some out.`,
  },
  shopsTooLong: {
    zh: (length: number, max: number) =>
      `门店编码合计 ${length} 个字符，最多 ${max} 个：请在“门店与品类”建一个门店组，改选该组。`,
    en: (length, max) =>
      `The codes have ${length} characters; ${max} fit. Create a group on the screen of shops, and choose the group.`,
  },
})

/** Lists of what has no names elsewhere. */
const usedLists = [
  'goods',
  'excludeGoods',
  'excludeTags',
  'memberLevels',
  'memberTags',
] as const satisfies readonly TemplateListName[]

type UsedList = (typeof usedLists)[number]

/** The fields that are checked before the next step. */
export const scopeFieldNames = (['shop', 'channels', 'category', 'excludeCategory', ...usedLists] as const).map(
  (name) => ['lists', name] as const,
)

const { fields } = saveTemplate.request.template

/** Third step: where, on what and by whom the coupon is usable. */
export function ScopeFields({ isShown }: Readonly<{ isShown: boolean }>): ReactNode {
  const t = useTexts(texts)
  const groups = useRead(listShopGroups, {}, { isEnabled: isShown })
  const used = useUsedLists(isShown)
  const within = (name: Exclude<TemplateListName, 'weekdays' | 'hours'>, said = t.tooLong): FormRule => {
    const { maxLength } = fields[name]
    return {
      validator(_, codes: readonly string[] | undefined) {
        const { length } = (codes ?? []).join(',')
        return length <= maxLength ? Promise.resolve() : Promise.reject(new Error(said(length, maxLength)))
      },
    }
  }
  return (
    <>
      <PickItem name={['lists', 'shop']} label={t.shop} rules={[within('shop', t.shopsTooLong)]}>
        <ShopPicker groups={groups.data?.groups ?? []} />
      </PickItem>
      <PickItem name={['lists', 'channels']} label={t.channels} rules={[within('channels')]}>
        <ChannelPicker />
      </PickItem>
      <div className="yq-editor-row yq-editor-wide">
        {(['category', 'excludeCategory'] as const).map((name) => (
          <PickItem key={name} name={['lists', name]} label={t[name]} rules={[within(name)]}>
            <CategoryPicker />
          </PickItem>
        ))}
        {usedLists.map((name) => (
          <PickItem key={name} name={['lists', name]} label={t[name]} rules={[within(name)]}>
            <UsedPicker used={used?.[name]} />
          </PickItem>
        ))}
      </div>
    </>
  )
}

/** What the templates of the seller name in these lists: those that exclude and those that do not share one. */
function useUsedLists(isShown: boolean): Readonly<Record<UsedList, readonly string[]>> | undefined {
  const { data, isError } = useTemplates({}, isShown)
  const templates = data?.templates
  return useMemo(() => {
    if (templates === undefined && !isError) return undefined
    const usedIn = (...names: readonly UsedList[]) => {
      const lists = (templates ?? []).flatMap((template) => names.flatMap((name) => itemsOf(template[name]) ?? []))
      return [...new Set(lists)].toSorted()
    }
    const goods = usedIn('goods', 'excludeGoods')
    return {
      goods,
      excludeGoods: goods,
      excludeTags: usedIn('excludeTags'),
      memberLevels: usedIn('memberLevels'),
      memberTags: usedIn('memberTags'),
    }
  }, [templates, isError])
}
