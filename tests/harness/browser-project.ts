import { chromium } from 'playwright-core'
import { inject } from 'vitest'
import { executablePath, type TestBrowser, testBrowser } from './browser.ts'
import { joinServer, type RunningTestServer, type TestServer } from './test-server.ts'

// What all files of the browser project share: `browser-project-setup.ts` starts it. A worker runs several files in one process.

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
    browserServer: RunningTestServer
  }
}

let browser: Promise<TestBrowser> | undefined
let server: Promise<TestServer> | undefined

/** The Chromium of the project. A page has a profile of its own. @throws Error if it could not be started, or crashed */
export function sharedBrowser(): Promise<TestBrowser> {
  browser ??= connect()
  return browser
}

/** A server in a sandbox, with seller 111, for tests that change nothing there, and for sellers of their own. */
export function sharedServer(): Promise<TestServer> {
  server ??= joinServer(inject('browserServer'))
  return server
}

async function connect(): Promise<TestBrowser> {
  const endpoint = inject('chromium')
  if (endpoint === '') throw new Error(`there is no Chromium at ${executablePath}`)
  return testBrowser(await chromium.connect(endpoint))
}
