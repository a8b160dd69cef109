import { expect, it } from 'vitest'
import { credentialStore } from './credential-store.ts'

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

const credentials = { appKey: '1', appSecret: 's', session: '' }

it('stores credentials for the tab, and permanently only on request', () => {
  const places = { tab: emptyStorage(), machine: emptyStorage() }
  const store = credentialStore(places)
  store.write(credentials, false)
  expect(store.read()).toEqual({ credentials, isRemembered: false })
  expect([places.tab.length, places.machine.length]).toEqual([1, 0])
  store.write(credentials, true)
  expect(store.read()).toEqual({ credentials, isRemembered: true })
  expect([places.tab.length, places.machine.length]).toEqual([0, 1])
  store.write(credentials, false)
  expect([places.tab.length, places.machine.length]).toEqual([1, 0])
})

it('starts empty without stored credentials, with foreign text, or without storage', () => {
  const blank = { credentials: { appKey: '', appSecret: '', session: '' }, isRemembered: false }
  const broken = emptyStorage()
  broken.setItem('yaoquan-credentials', '{')
  expect(credentialStore({ tab: emptyStorage(), machine: undefined }).read()).toEqual(blank)
  expect(credentialStore({ tab: broken, machine: broken }).read()).toEqual(blank)
  const forbidden = credentialStore({ tab: undefined, machine: undefined })
  forbidden.write(credentials, true)
  expect(forbidden.read()).toEqual(blank)
})
