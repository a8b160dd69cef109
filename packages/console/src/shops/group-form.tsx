import { deleteShopGroup, setShopGroup } from '@yaoquan/api'
import { Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useForgetNames } from '../names/use-names.ts'
import { Failure } from '../parts/failure.tsx'
import { TextField } from '../parts/fields.tsx'
import { ShopPicker } from '../pickers/code-pickers.tsx'
import { PickItem } from '../pickers/pick-item.tsx'
import { useRead } from '../session/use-server.ts'
import { UseLink } from './groups-tab.tsx'
import { useGroupUses } from './use-group-uses.ts'

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

const deleteTexts = defineTexts({
  title: { zh: (name: string) => `删除 @${name}`, en: (name) => `Delete @${name}` },
  verb: { zh: '删除', en: 'Delete' },
  consequence: {
    zh: (name: string, shops: number) =>
      `没有可领取的模板在用 @${name}。删除后，写明它的券在这 ${shops} 家门店都不能再用；同名重建即恢复。`,
    en: (name, shops) =>
      `No template that can be claimed uses @${name}. Coupons that name it are no longer valid in its ${shops} shops; a new group of the same name restores that.`,
  },
  closed: {
    zh: (count: number) => `${count} 个已停领的模板写明了它，会员手里的券受影响。`,
    en: (count) => ` ${count} templates that were stopped name it; coupons of theirs that members hold are affected.`,
  },
  deleted: { zh: (name: string) => `已删除 @${name}`, en: (name) => `@${name} is deleted` },
})

/** Templates that a refusal names; it counts all. */
const mostNamed = 20

/** Deletes a group, after a dry run of the server that says what it does, or which templates keep it from that. */
export function DeleteGroup({ name, close }: Readonly<{ name: string; close: () => void }>): ReactNode {
  const t = useTexts(deleteTexts)
  const { uses: allUses, reread } = useGroupUses()
  const uses = allUses?.filter((use) => use.name === name && !use.closed)
  const act = useAct(deleteShopGroup, {
    tell: () => ({ text: t.deleted(name) }),
    close,
    written: useForgetNames(),
  })
  // Not read once the group is deleted: a dry run would fail.
  const tried = useRead(deleteShopGroup, { name, dryRun: true }, { isFresh: true, isEnabled: !act.isBusy })
  const { data } = tried
  const closedCount = data?.closedCount ?? 0
  const retry = () => {
    void tried.refetch()
    reread()
  }
  return (
    <ActForm
      title={t.title(name)}
      verb={t.verb}
      isDanger
      {...act}
      isBlocked={data === undefined || tried.error !== null}
      consequence={data && t.consequence(name, data.shopCount ?? 0) + (closedCount > 0 ? t.closed(closedCount) : '')}
      refusal={
        tried.error !== null && (
          <Failure error={tried.error} retry={retry}>
            <ul className="yq-plain-list yq-group-uses">
              {uses?.slice(0, mostNamed).map((use) => (
                <li key={use.couponId}>
                  <UseLink use={use} />
                </li>
              ))}
            </ul>
          </Failure>
        )
      }
      submit={() => act.run({ name })}
    />
  )
}
