import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { recall, remember } from '@yaoquan/browser/memory'
import { Button, Flex, Layout, Spin } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { isNarrow, isTight, useMatches } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SearchBox } from '../lookup/search-box.tsx'
import { Brand } from '../parts/brand.tsx'
import { Failure } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { LookMenu } from '../parts/look-menu.tsx'
import { LeaveQuestion } from '../parts/use-leave-question.ts'
import { useSessionState } from '../session/session-provider.tsx'
import { Navigation, NavigationDrawer } from './navigation.tsx'
import { OfflineNote } from './offline-note.tsx'
import { OperatorMenu, SellerSwitch } from './operator-menu.tsx'
import { PrintHead } from './print-head.tsx'
import { screens } from './screens.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import './frame.css'

// Loaded on demand: signed-in operators need no sign-in form.
const SignInPage = lazyPart(async () => (await import('../sign-in/sign-in-page.tsx')).SignInPage)
const SignInAgain = lazyPart(async () => (await import('../sign-in/sign-in-form.tsx')).SignInAgain)
const ChangePasswordPage = lazyPart(
  async () => (await import('../sign-in/change-password-page.tsx')).ChangePasswordPage,
)
// Few visits need them.
const Palette = lazyPart(async () => (await import('./palette.tsx')).Palette)
const ShortcutsDialog = lazyPart(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog)

const texts = defineTexts({
  skip: { zh: '跳到内容', en: 'Skip to the content' },
  open: { zh: '打开导航', en: 'Open the navigation' },
  fold: { zh: '收起导航', en: 'Collapse the navigation' },
  unfold: { zh: '展开导航', en: 'Expand the navigation' },
  noSeller: {
    zh: '您还没有任何连锁的角色，请联系管理员。',
    en: 'You have no role at any seller yet. Ask your administrator.',
  },
})

/** What is around every screen: the sign-in page before, navigation and search beside. */
export function Frame(): ReactNode {
  const state = useSessionState()
  const t = useTexts(texts)
  // A one-time password is typed once: the page that asks for another one knows it until then.
  const oneTime = useRef<string>(undefined)
  const isSettled = state.kind === 'signed-in' && !state.session.operator.mustChangePassword
  useEffect(() => {
    if (isSettled) oneTime.current = undefined
  }, [isSettled])
  switch (state.kind) {
    case 'loading':
      return <Spin fullscreen delay={300} />
    case 'unreachable':
      return (
        <div className="yq-page">
          <Failure error={state.error} retry={state.retry} />
        </div>
      )
    case 'signed-out':
      return (
        <SignInPage
          signedIn={async (password) => {
            oneTime.current = password
            await state.signedIn()
          }}
        />
      )
    case 'no-seller':
      return (
        <Flex vertical gap={16} className="yq-page" align="start">
          <p>{t.noSeller}</p>
          <OperatorMenu session={state.session} />
        </Flex>
      )
    case 'signed-in':
      if (state.session.operator.mustChangePassword) {
        return <ChangePasswordPage known={oneTime.current} signedIn={state.signedIn} />
      }
      return <SignedInFrame hasEnded={state.hasEnded} />
  }
}

const signInAgainMs = 20_000
const foldedKey = 'yaoquan-console-folded'

function SignedInFrame({ hasEnded }: Readonly<{ hasEnded: boolean }>): ReactNode {
  const t = useTexts(texts)
  const state = useSessionState()
  const width = useMatches(isTight) ? 'tight' : 'wide'
  const [folded, setFolded] = useState(() => ({ tight: true, wide: recall(foldedKey) === 'yes' }))
  const isFolded = folded[width]
  const question = useRef(async () => true)
  const client = useQueryClient()
  // When the session ends, the network or this version of the page may be gone too. It loads after what the first screen needs.
  useEffect(() => {
    const timer = setTimeout(() => void SignInAgain.load(client), signInAgainMs)
    return () => clearTimeout(timer)
  }, [client])
  const [dialog, setDialog] = useState<'navigation' | 'palette' | 'shortcuts'>()
  const isDrawer = useMatches(isNarrow)
  // A page that became wide shows it beside its content; narrow again, it opens when it is asked for.
  if (!isDrawer && dialog === 'navigation') setDialog(undefined)
  const navigate = useNavigate()
  useShortcuts({
    openPalette: () => setDialog('palette'),
    showShortcuts: () => setDialog('shortcuts'),
    jump: (letter) => {
      const to = screens.find(({ jump }) => jump === letter)
      if (
        to !== undefined &&
        state.kind === 'signed-in' &&
        (to.act === undefined || state.seller.acts.includes(to.act))
      ) {
        void question.current().then((mayLeave) => {
          if (mayLeave) void navigate({ to: to.path, ignoreBlocker: true })
        })
      }
    },
  })
  if (state.kind !== 'signed-in') return null
  const closeDialog = () => setDialog(undefined)
  const fold = () => {
    if (width === 'wide') remember(foldedKey, isFolded ? 'no' : 'yes')
    setFolded({ ...folded, [width]: !isFolded })
  }
  const foldName = isFolded ? t.unfold : t.fold
  return (
    <LeaveQuestion value={question}>
      <Layout className="yq-frame">
        <PrintHead seller={state.seller.name} operator={state.session.operator.displayName} />
        <a className="yq-skip" href="#content">
          {t.skip}
        </a>
        <Layout.Header className="yq-header">
          {isDrawer ? (
            <Button
              type="text"
              icon={<MenuOutlined />}
              aria-label={t.open}
              aria-haspopup="dialog"
              onClick={() => setDialog('navigation')}
            />
          ) : (
            <Button
              type="text"
              icon={isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              aria-label={foldName}
              title={foldName}
              onClick={fold}
            />
          )}
          <Brand />
          <SellerSwitch session={state.session} seller={state.seller} choose={state.chooseSeller} />
          <div className="yq-header-search">
            <SearchBox />
          </div>
          <LookMenu />
          <OperatorMenu session={state.session} seller={state.seller} showShortcuts={() => setDialog('shortcuts')} />
        </Layout.Header>
        <OfflineNote />
        <Layout hasSider>
          {!isDrawer && (
            <Layout.Sider collapsed={isFolded} width={176} collapsedWidth={48} className="yq-sider">
              <Navigation isFolded={isFolded} />
            </Layout.Sider>
          )}
          <Layout.Content id="content" tabIndex={-1} className="yq-content">
            {/* Another seller's screens start afresh. */}
            <Outlet key={state.seller.id} />
          </Layout.Content>
        </Layout>
        {isDrawer && dialog === 'navigation' && <NavigationDrawer close={closeDialog} />}
        {dialog === 'palette' && <Palette close={closeDialog} />}
        {dialog === 'shortcuts' && <ShortcutsDialog close={closeDialog} />}
        {hasEnded && <SignInAgain name={state.session.operator.name} signedIn={state.signedIn} />}
      </Layout>
    </LeaveQuestion>
  )
}
