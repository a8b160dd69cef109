import type { QueryClient } from '@tanstack/react-query'
import { type AnyRouter, createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { isOnPhone } from '../design/use-matches.ts'
import { parseSearch, stringifySearch } from '../navigation/search-state.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useSession } from '../session/session-provider.tsx'
import { Frame } from './frame.tsx'
import { NotFound } from './not-found.tsx'
import { ScreenFailure } from './screen-failure.tsx'
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
