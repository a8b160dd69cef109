import type { QueryClient } from '@tanstack/react-query'
import {
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
  Navigate,
} from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { isOnPhone } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { parseSearch, stringifySearch } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useSession } from '../session/session-provider.tsx'
import { Frame } from './frame.tsx'
import { screens } from './screens.tsx'

/** The pages of the console: one per row of the table of screens, each loaded when it is first opened. */
export function createConsoleRouter(client: QueryClient): AnyRouter {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: ScreenFailure })
  const first = createRoute({ getParentRoute: () => root, path: '/', component: FirstScreen })
  const pages = screens.map(({ path, load }) => {
    const screen = lazyPart(load)
    return createRoute({
      getParentRoute: () => root,
      path,
      component: Object.assign(screen, { preload: () => screen.load(client) }),
      errorComponent: ScreenFailure,
    })
  })
  return createRouter({
    routeTree: root.addChildren([first, ...pages]),
    basepath: '/console',
    defaultPreload: 'intent',
    parseSearch,
    stringifySearch,
  })
}

function FirstScreen(): ReactNode {
  const { may, seller } = useSession()
  const isClerk = seller.role === 'shop_clerk' && isOnPhone.matches
  useEffect(() => {
    if (isClerk) location.replace('/console/clerk')
  }, [isClerk])
  if (isClerk) return null
  const screen = screens.find(({ act }) => act !== undefined && may(act))
  return screen === undefined ? <NotFound /> : <Navigate to={screen.path} replace />
}

const texts = defineTexts({
  title: { zh: '没有这个页面', en: 'There is no such page' },
  home: { zh: '回到会员服务台', en: 'Back to the member desk' },
  advice: { zh: '地址有误，或您的角色不能打开它。', en: 'The address is wrong, or your role may not open it.' },
})

/** Shown under an address that has no screen. */
function NotFound(): ReactNode {
  const t = useTexts(texts)
  return (
    <section className="yq-notice">
      <h1 className="yq-title">{t.title}</h1>
      <p className="yq-soft">{t.advice}</p>
      <p>
        <Link to="/members">{t.home}</Link>
      </p>
    </section>
  )
}

/** Shown in place of a screen that threw; navigation and search go on working. */
function ScreenFailure({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <div className="yq-page">
      <Failure error={error} retry={reset} />
    </div>
  )
}
