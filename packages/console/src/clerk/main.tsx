import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ChosenTheme } from '../design/chosen-theme.ts'
import { LanguageProvider } from '../language/texts.ts'
import { CallError } from '../server/call-error.ts'
import { noteSessionEnded, SessionProvider } from '../session/session-provider.tsx'
import { ClerkApp } from './clerk-app.tsx'
import { isKeptPage, KeptPage } from './offline/kept-page.tsx'
import '../design/english.css'
import './clerk.css'

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noteIfSignedOut }),
  mutationCache: new MutationCache({ onError: noteIfSignedOut }),
  defaultOptions: {
    // Without network a call fails and says so, rather than to wait.
    queries: { staleTime: 15_000, retry: false, networkMode: 'always', refetchOnWindowFocus: false },
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
})

function noteIfSignedOut(error: Error): void {
  if (error instanceof CallError && error.kind === 'signed-out') noteSessionEnded(client)
}

const place = document.getElementById('clerk')
if (place === null) throw new Error('the page has no place for the clerk’s mode')

installWorker(import.meta.url)

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <ChosenTheme>
          {isKeptPage ? (
            <KeptPage />
          ) : (
            <SessionProvider>
              <ClerkApp />
            </SessionProvider>
          )}
        </ChosenTheme>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)

/**
 * Installs the service worker that keeps this page for when there is no network. It is asked for with the build of this page, so a page of
 * a new server brings a worker of its own. Browsers that cannot, or may not over http, do without.
 * @param url of the script of the page
 */
function installWorker(url: string): void {
  const build = /\/(clerk-[\w-]+\.js)$/.exec(new URL(url).pathname)?.[1]
  // The development server has no builds.
  if (build === undefined || !('serviceWorker' in navigator)) return
  const worker = `/console/clerk-worker.js?build=${build}`
  navigator.serviceWorker.register(worker, { scope: '/console/clerk' }).catch((error: unknown) => {
    // Without it everything works, as long as there is a network.
    if (!(error instanceof Error)) throw error
  })
}
