// First, so that every style that follows has the nonce.
import './design/nonce.ts'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './design/base.css'
import './design/english.css'
import './design/print.css'
import { ThemeProvider } from './design/theme-provider.tsx'
import { LanguageProvider } from './language/texts.ts'
import { CallError } from './server/call-error.ts'
import { noteSessionEnded, SessionProvider } from './session/session-provider.tsx'
import { createConsoleRouter } from './shell/router.tsx'

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noteIfSignedOut }),
  mutationCache: new MutationCache({ onError: noteIfSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal is final; for anything else one more attempt is cheap.
      retry: (attempts, error) => attempts < 1 && !(error instanceof CallError && error.kind === 'refused'),
    },
    // What is sent may be a password, so it is not kept.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
})

function noteIfSignedOut(error: Error): void {
  if (error instanceof CallError && error.kind === 'signed-out') noteSessionEnded(client)
}

const place = document.getElementById('console')
if (place === null) throw new Error('the page has no place for the console')

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <ThemeProvider>
          <SessionProvider>
            <RouterProvider router={createConsoleRouter(client)} />
          </SessionProvider>
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
