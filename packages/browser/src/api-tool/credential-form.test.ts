import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { storeCredentials, storedCredentials } from './credential-form.ts'

function emptyStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  }
}

const tab = emptyStorage()
const machine = emptyStorage()
const credentials = { appKey: '1', appSecret: 's', session: '' }
const blank = { credentials: { appKey: '', appSecret: '', session: '' }, isRemembered: false }

beforeEach(() => {
  tab.clear()
  machine.clear()
  vi.stubGlobal('sessionStorage', tab)
  vi.stubGlobal('localStorage', machine)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

it('stores credentials for the tab, and permanently only on request', () => {
  storeCredentials(credentials, false)
  expect(storedCredentials()).toEqual({ credentials, isRemembered: false })
  expect([tab.length, machine.length]).toEqual([1, 0])
  storeCredentials(credentials, true)
  expect(storedCredentials()).toEqual({ credentials, isRemembered: true })
  expect([tab.length, machine.length]).toEqual([0, 1])
  storeCredentials(credentials, false)
  expect([tab.length, machine.length]).toEqual([1, 0])
})

it.each(['{', '1', 'null', '"text"'])('starts empty with %s in both places', (text) => {
  tab.setItem('yaoquan-credentials', text)
  machine.setItem('yaoquan-credentials', text)
  expect(storedCredentials()).toEqual(blank)
})

it('starts empty without stored credentials, and where the browser forbids storage', () => {
  expect(storedCredentials()).toEqual(blank)
  const forbid = (): never => {
    throw new DOMException('forbidden', 'SecurityError')
  }
  const forbidden = { ...emptyStorage(), getItem: forbid, setItem: forbid, removeItem: forbid }
  vi.stubGlobal('sessionStorage', forbidden)
  vi.stubGlobal('localStorage', forbidden)
  storeCredentials(credentials, true)
  expect(storedCredentials()).toEqual(blank)
})
