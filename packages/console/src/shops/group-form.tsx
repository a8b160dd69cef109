import { setShopGroup } from '@yaoquan/api'
import { Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useForgetNames } from '../names/use-names.ts'
import { TextField } from '../parts/fields.tsx'
import { ShopPicker } from '../pickers/code-pickers.tsx'
import { PickItem } from '../pickers/pick-item.tsx'

const texts = defineTexts({
  create: { zh: '新建门店组', en: 'New shop group' },
  edit: { zh: (name: string) => `修改 @${name}`, en: (name) => `Edit @${name}` },
  name: { zh: '名称', en: 'Name' },
  nameWhy: { zh: '模板里写作 @名称；定了不能改', en: 'Templates say @name; it cannot be changed later' },
  badName: { zh: '不能有空格和逗号，不能以 @ 开头', en: 'No blank or comma, and no @ at the start' },
  shops: { zh: '门店', en: 'Shops' },
  noShops: { zh: '请选择门店', en: 'Choose shops' },
  isNew: {
    zh: (count: number) => `新建的门店组有 ${count} 家门店，模板的可用门店里即可选它。`,
    en: (count) => `The new group has ${count} shops, and can be chosen among the shops of templates.`,
  },
  changes: {
    zh: (added: number, removed: number) =>
      `加入 ${added} 家，移除 ${removed} 家。写明该组的券，包括已发出的，立即在加入的门店可用，在移除的门店不能再用。`,
    en: (added, removed) =>
      `${added} added, ${removed} removed. All coupons that name the group, those that are out as well, are valid at once in the shops added, and no longer in those removed.`,
  },
  same: { zh: '没有改动。', en: 'Nothing is changed.' },
  save: { zh: '保存', en: 'Save' },
  saved: {
    zh: (name: string, count: number) => `@${name} 现有 ${count} 家门店`,
    en: (name, count) => `@${name} has ${count} shops`,
  },
})

/** A group as it was read; the version of a new one is 0. */
type ReadGroup = Readonly<{ name: string; version: number; shops: readonly string[] }>

type Values = Readonly<{ name: string; shops?: readonly string[] }>

/** Creates a group or changes its shops, and says what that does to coupons that are out. */
export function GroupForm(props: Readonly<{ group: ReadGroup; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { close } = props
  // What was looked at when the form was opened, whatever is read meanwhile.
  const [group] = useState(props.group)
  const [shops, setShops] = useState(group.shops)
  const isKnown = group.version > 0
  const [typedName, setName] = useState(group.name)
  const act = useAct(setShopGroup, {
    tell: ({ shopCount = 0 }) => ({ text: t.saved(typedName.trim(), shopCount) }),
    close,
    // Shops show the groups that they are in.
    written: useForgetNames(),
  })
  const [before, after] = [new Set(group.shops), new Set(shops)]
  const added = [...after].filter((shop) => !before.has(shop)).length
  const removed = [...before].filter((shop) => !after.has(shop)).length
  const isSame = added + removed === 0
  return (
    <ActForm<Values>
      title={isKnown ? t.edit(group.name) : t.create}
      verb={t.save}
      {...act}
      consequence={isKnown ? (isSame ? t.same : t.changes(added, removed)) : t.isNew(after.size)}
      isBlocked={isKnown && isSame}
      initialValues={{ name: group.name, shops: group.shops }}
      onChange={(values) => {
        setShops(values.shops ?? [])
        setName(values.name)
      }}
      submit={(values) => {
        act.run({ name: values.name.trim(), shops: [...(values.shops ?? [])], version: group.version })
      }}
    >
      {!isKnown && (
        <TextField
          name="name"
          label={t.name}
          extra={t.nameWhy}
          isRequired
          rules={[{ pattern: /^[^@,\s][^,\s]*$/, message: t.badName }]}
          autoFocus
          autoComplete="off"
        />
      )}
      {isKnown && <Form.Item name="name" hidden noStyle />}
      <PickItem name="shops" label={t.shops} rules={[{ required: true, message: t.noShops }]}>
        <ShopPicker showsAll />
      </PickItem>
    </ActForm>
  )
}
