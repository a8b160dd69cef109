import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useCategories, useShops } from '../names/use-names.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { CategoriesTab } from './categories-tab.tsx'
import { CategoryForm, ShopForm } from './entry-form.tsx'
import { GroupDrawer } from './group-drawer.tsx'
import { GroupsTab } from './groups-tab.tsx'
import { ImportForm } from './import-form.tsx'
import { ShopDrawer } from './shop-drawer.tsx'
import { ShopsTab } from './shops-tab.tsx'

const texts = defineTexts({
  title: { zh: '门店与品类', en: 'Shops and categories' },
  shops: { zh: '门店', en: 'Shops' },
  categories: { zh: '品类', en: 'Categories' },
  groups: { zh: '门店组', en: 'Shop groups' },
  newGroup: { zh: '新建门店组', en: 'New group' },
  newShop: { zh: '新建门店', en: 'New shop' },
  newCategory: { zh: '新建品类', en: 'New category' },
  import: { zh: '导入', en: 'Import' },
})

const tabs = ['shops', 'categories', 'groups'] as const

const parameters = {
  tab: choiceParameter(tabs),
  act: choiceParameter(['none', 'create', 'edit', 'import', 'view', 'delete']),
  of: textParameter,
  q: textParameter,
  group: textParameter,
  state: choiceParameter(['all', 'open', 'closed']),
}

/** What the codes of shops and of categories of goods stand for. */
export function ShopsScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const maySave = may('save-shops')
  const [{ tab, act, of, ...filters }, change] = useSearchState(parameters)
  const [shops, categories] = [useShops(), useCategories(tab !== 'groups')]
  const close = () => change({ act: 'none', of: undefined })
  const choose = (chosen: Exclude<typeof act, 'none'>, code?: string) => change({ act: chosen, of: code })
  const actsOfGroups = may('save-shop-groups') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => choose('create')}>
      {t.newGroup}
    </Button>
  )
  const actsOfNames = maySave && (
    <>
      <Button icon={<UploadOutlined />} onClick={() => choose('import')}>
        {t.import}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => choose('create')}>
        {tab === 'shops' ? t.newShop : t.newCategory}
      </Button>
    </>
  )
  const isOfNames = tab !== 'groups'
  const { error, retry } = tab === 'categories' ? categories : shops
  const kind = tab === 'shops' ? 'shop' : 'category'
  const form = { entry: { code: of ?? '' }, isKnown: false, close }
  const shop = shops.entries?.find(({ code }) => code === of)
  const category = categories.entries?.find(({ code }) => code === of)
  return (
    <Page title={t.title} act={isOfNames ? actsOfNames : actsOfGroups}>
      {/* Groups say themselves what could not be read. */}
      {isOfNames && error !== null && <Failure error={error} retry={retry} />}
      <Tabs
        className="yq-page-tabs"
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => {
          change({ tab: tabs.find((one) => one === key) ?? 'shops', act: 'none', of: undefined, q: undefined })
        }}
        items={[
          {
            key: 'shops',
            label: t.shops,
            children: <ShopsTab shops={shops} filters={filters} change={change} choose={choose} maySave={maySave} />,
          },
          {
            key: 'categories',
            label: t.categories,
            children: (
              <CategoriesTab
                categories={categories}
                filters={filters}
                change={change}
                choose={choose}
                maySave={maySave}
              />
            ),
          },
          { key: 'groups', label: t.groups, children: <GroupsTab filters={filters} change={change} choose={choose} /> },
        ]}
      />
      <SideDrawer
        title={t[tab]}
        isOpen={isOfNames && maySave && act !== 'none' && act !== 'view' && act !== 'delete'}
        close={close}
        size={480}
        holdsForm
      >
        {act === 'import' && <ImportForm kind={kind} close={close} />}
        {act === 'create' && (tab === 'shops' ? <ShopForm {...form} /> : <CategoryForm {...form} />)}
        {act === 'edit' && shop !== undefined && tab === 'shops' && <ShopForm {...form} entry={shop} isKnown />}
        {act === 'edit' && category !== undefined && tab === 'categories' && (
          <CategoryForm {...form} entry={category} isKnown />
        )}
      </SideDrawer>
      <ShopDrawer shop={act === 'view' && tab === 'shops' ? shop : undefined} close={close} />
      {!isOfNames && act !== 'import' && <GroupDrawer act={act} of={of} choose={choose} close={close} />}
    </Page>
  )
}
