import { saveCategories, saveShops } from '@yaoquan/api'
import { Form, Switch } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type Category, type Shop, useForgetNames } from '../names/use-names.ts'
import { TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  newShop: { zh: '新建门店', en: 'New shop' },
  editShop: { zh: '修改门店', en: 'Edit a shop' },
  newCategory: { zh: '新建品类', en: 'New category' },
  editCategory: { zh: '修改品类', en: 'Edit a category' },
  code: { zh: '编码', en: 'Code' },
  shopCodeNote: { zh: '与收银传的门店编码一字不差', en: 'exactly as tills send it' },
  categoryCodeNote: { zh: '与商品行的品类编码一字不差', en: 'exactly as lines of goods have it' },
  name: { zh: '名称', en: 'Name' },
  city: { zh: '城市（可不填）', en: 'City (optional)' },
  parent: { zh: '上级编码（可不填）', en: 'Code of the category above it (optional)' },
  closed: { zh: '已闭店', en: 'Closed down' },
  badCode: { zh: '不能有逗号，不能以 @ 开头', en: 'No comma, and no @ at the start' },
  consequence: {
    zh: '名称只用于显示，不影响券在哪里能用。',
    en: 'Names are only shown; where coupons can be used does not depend on them.',
  },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
})

type FormProps<E> = Readonly<{
  /** A new entry has at most a code. */
  entry: Partial<E>
  /** Whether the code exists, and stays. */
  isKnown: boolean
  close: () => void
}>

type ShopValues = Readonly<{ code: string; name: string; city?: string; closed?: boolean }>

/** Names a shop. */
export function ShopForm({ entry, isKnown, close }: FormProps<Shop>): ReactNode {
  const t = useTexts(texts)
  const act = useAct(saveShops, { tell: () => ({ text: t.saved }), close, written: useForgetNames() })
  const { code = '', name = '', city = '', closed = false } = entry
  return (
    <ActForm<ShopValues>
      title={isKnown ? t.editShop : t.newShop}
      verb={t.save}
      consequence={t.consequence}
      {...act}
      initialValues={{ code, name, city, closed }}
      submit={(values) => {
        const { city: typed = '' } = values
        const shop = { code: values.code.trim(), name: values.name.trim(), city: typed.trim() }
        act.run({ shops: [{ ...shop, closed: values.closed ?? false }] })
      }}
    >
      <CodeAndName note={t.shopCodeNote} isKnown={isKnown} />
      <TextField name="city" label={t.city} />
      <Form.Item name="closed" label={t.closed} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActForm>
  )
}

type CategoryValues = Readonly<{ code: string; name: string; parentCode?: string }>

/** Names a category of goods. */
export function CategoryForm({ entry, isKnown, close }: FormProps<Category>): ReactNode {
  const t = useTexts(texts)
  const act = useAct(saveCategories, { tell: () => ({ text: t.saved }), close, written: useForgetNames() })
  const { code = '', name = '', parentCode = '' } = entry
  return (
    <ActForm<CategoryValues>
      title={isKnown ? t.editCategory : t.newCategory}
      verb={t.save}
      consequence={t.consequence}
      {...act}
      initialValues={{ code, name, parentCode }}
      submit={(values) => {
        const { parentCode: typed = '' } = values
        const category = { code: values.code.trim(), name: values.name.trim(), parentCode: typed.trim() }
        act.run({ categories: [category] })
      }}
    >
      <CodeAndName note={t.categoryCodeNote} isKnown={isKnown} />
      <TextField name="parentCode" label={t.parent} />
    </ActForm>
  )
}

function CodeAndName({ note, isKnown }: Readonly<{ note: string; isKnown: boolean }>): ReactNode {
  const t = useTexts(texts)
  return (
    <>
      <TextField
        name="code"
        label={t.code}
        extra={isKnown ? undefined : note}
        isRequired
        rules={[{ pattern: /^[^@,][^,]*$/, message: t.badCode }]}
        disabled={isKnown}
        autoComplete="off"
      />
      <TextField name="name" label={t.name} isRequired autoFocus autoComplete="off" />
    </>
  )
}
