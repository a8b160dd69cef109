import { DownOutlined, LaptopOutlined, LogoutOutlined, MobileOutlined, UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { roles } from '@yaoquan/api'
import { App, Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useMayLeave } from '../parts/use-leave-question.ts'
import { type SellerOfOperator, type Session, signOut } from '../session/session.ts'

const texts = defineTexts({
  menu: { zh: '我的账户', en: 'My account' },
  clerk: { zh: '店员模式', en: 'Clerk’s mode' },
  keys: { zh: '键盘快捷键（?）', en: 'Keyboard shortcuts (?)' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  signedInAs: { zh: (name: string) => `用户名 ${name}`, en: (name) => `Signed in as ${name}` },
})

type Props = Readonly<{ session: Session; seller?: SellerOfOperator; showShortcuts?: () => void }>

/** Shows operator and role; signs out. */
export function OperatorMenu({ session, seller, showShortcuts }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const mayLeave = useMayLeave()
  const { message } = App.useApp()
  const { name, displayName } = session.operator
  const leave = async () => {
    if (!(await mayLeave())) return
    try {
      await signOut()
      // Nothing of what was shown stays in memory.
      client.clear()
      await navigate({ href: '/console', reloadDocument: true, ignoreBlocker: true })
    } catch (error) {
      message.error(failureText(error, language).title)
    }
  }
  const about = [t.signedInAs(name), ...(seller === undefined ? [] : [roles[seller.role][language]])].join(' · ')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'about', label: about, disabled: true },
          { type: 'divider' },
          // There is no screen without a seller.
          ...(seller === undefined ? [] : [{ key: 'account', icon: <UserOutlined />, label: t.menu }]),
          ...(seller?.acts.includes('redeem-coupons') === true
            ? [{ key: 'clerk', icon: <MobileOutlined />, label: <a href="/console/clerk">{t.clerk}</a> }]
            : []),
          ...(showShortcuts === undefined ? [] : [{ key: 'keys', icon: <LaptopOutlined />, label: t.keys }]),
          { key: 'out', icon: <LogoutOutlined />, label: t.signOut },
        ],
        onClick({ key }) {
          if (key === 'keys') showShortcuts?.()
          else if (key === 'out') void leave()
          else if (key === 'account') void navigate({ to: '/account' })
        },
      }}
    >
      <Button type="text" aria-label={`${t.menu}: ${displayName}`}>
        <UserOutlined className="yq-operator-icon" />
        <span className="yq-operator-name">{displayName}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  )
}

// Loaded on demand: most operators act for one seller.
const SellerChoice = lazyPart(async () => (await import('./seller-choice.tsx')).SellerChoice)

const sellerSwitchTexts = defineTexts({ seller: { zh: '连锁', en: 'Seller' } })

type SellerSwitchProps = Readonly<{ session: Session; seller: SellerOfOperator; choose: (id: string) => void }>

/** Chooses the seller for which the operator acts; shows only its name if there is no other. */
export function SellerSwitch({ session: { sellers }, seller, choose }: SellerSwitchProps): ReactNode {
  const t = useTexts(sellerSwitchTexts)
  const mayLeave = useMayLeave()
  const change = async (id: string) => {
    if (await mayLeave()) choose(id)
  }
  if (sellers.length === 1) return <span className="yq-seller">{seller.name}</span>
  return <SellerChoice name={t.seller} sellers={sellers} chosen={seller.id} choose={(id) => void change(id)} />
}
