import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Drawer, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { useCategories, useShops } from '../names/use-names.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { CategoriesTab } from './categories-tab.tsx'
import { CategoryForm, ShopForm } from './entry-form.tsx'
import { ImportForm } from './import-form.tsx'
import { ShopDrawer } from './shop-drawer.tsx'
import { ShopsTab } from './shops-tab.tsx'

const texts = defineTexts({
  title: { zh: '门店与品类', en: 'Shops and categories' },
  shops: { zh: '门店', en: 'Shops' },
  categories: { zh: '品类', en: 'Categories' },
  newShop: { zh: '新建门店', en: 'New shop' },
  newCategory: { zh: '新建品类', en: 'New category' },
  import: { zh: '导入', en: 'Import' },
  close: { zh: '关闭', en: 'Close' },
})

const parameters = {
  tab: choiceParameter(['shops', 'categories']),
  act: choiceParameter(['none', 'create', 'edit', 'import', 'view']),
  of: textParameter,
  q: textParameter,
  group: textParameter,
  state: choiceParameter(['all', 'open', 'closed']),
}

/** What the codes of shops and of categories of goods stand for. */
export function ShopsScreen(): ReactNode {
  const t = useTexts(texts)
  const maySave = useSession().may('save-shops')
  const [{ tab, act, of, ...filters }, change] = useSearchState(parameters)
  const [shops, categories] = [useShops(), useCategories()]
  const close = () => change({ act: 'none', of: undefined })
  const choose = (chosen: 'create' | 'edit' | 'import' | 'view', code?: string) => change({ act: chosen, of: code })
  const acts = maySave && (
    <>
      <Button icon={<UploadOutlined />} onClick={() => choose('import')}>
        {t.import}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => choose('create')}>
        {tab === 'shops' ? t.newShop : t.newCategory}
      </Button>
    </>
  )
  const { error, retry } = tab === 'shops' ? shops : categories
  const kind = tab === 'shops' ? 'shop' : 'category'
  const form = { entry: { code: of ?? '' }, isKnown: false, close }
  const shop = shops.entries?.find(({ code }) => code === of)
  const category = categories.entries?.find(({ code }) => code === of)
  return (
    <Page title={t.title} act={acts}>
      {error !== null && <Failure error={error} retry={retry} />}
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => {
          change({ tab: key === 'shops' ? 'shops' : 'categories', act: 'none', of: undefined, q: undefined })
        }}
        items={[
          {
            key: 'shops',
            label: t.shops,
            children: <ShopsTab {...{ shops, filters, change, choose, maySave }} />,
          },
          {
            key: 'categories',
            label: t.categories,
            children: <CategoriesTab {...{ categories, filters, change, choose, maySave }} />,
          },
        ]}
      />
      <Drawer
        open={maySave && act !== 'none' && act !== 'view'}
        onClose={close}
        size={480}
        title={t[tab]}
        closable={{ 'aria-label': t.close }}
        destroyOnHidden
      >
        {act === 'import' && <ImportForm kind={kind} close={close} />}
        {act === 'create' && (tab === 'shops' ? <ShopForm {...form} /> : <CategoryForm {...form} />)}
        {act === 'edit' && shop !== undefined && tab === 'shops' && <ShopForm {...form} entry={shop} isKnown />}
        {act === 'edit' && category !== undefined && tab === 'categories' && (
          <CategoryForm {...form} entry={category} isKnown />
        )}
      </Drawer>
      <ShopDrawer shop={act === 'view' ? shop : undefined} close={close} />
    </Page>
  )
}
