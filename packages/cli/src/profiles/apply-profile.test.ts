import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { applyProfile } from './apply-profile.ts'
import { profilePath, writeProfiles } from './profile-file.ts'

const home = mkdtempSync(join(tmpdir(), 'yaoquan-profile-'))
const own = { XDG_CONFIG_HOME: home, APPDATA: home }
const mine = { url: 'http://u', 'app-key': 'k', 'app-secret': 's', session: 't', seller: '111', data: '/d' }
writeProfiles(profilePath(own), {
  used: 'mine',
  profiles: { mine, other: { seller: '222' }, bare: { 'app-key': 'k', session: 't' } },
})
afterAll(() => rmSync(home, { recursive: true }))

function applied(args: readonly string[], input: Readonly<Record<string, string>> = {}) {
  const environment: NodeJS.ProcessEnv = { ...own, ...input }
  applyProfile(args, environment)
  const set = Object.entries(environment).filter(([name]) => name.startsWith('YAOQUAN_') && !(name in input))
  return Object.fromEntries(set.map(([name, value]) => [name.slice('YAOQUAN_'.length), value]))
}

const all = { URL: 'http://u', APP_KEY: 'k', APP_SECRET: 's', SESSION: 't', SELLER: '111', DATA: '/d' }
const { APP_KEY: _key, APP_SECRET: _secret, SESSION: _session, ...withoutApp } = all
const { DATA: _data, ...withoutData } = all
const { URL: _url, ...withoutUrl } = all
const { URL: _otherUrl, ...withoutUrlAndApp } = withoutApp
const { SELLER: _seller, ...withoutSeller } = all

it.each([
  ['all of the profile', ['coupon', 'get'], {}, all],
  ['nothing that the environment has', ['query'], { YAOQUAN_SELLER: '9' }, withoutSeller],
  ['neither secret nor session beside another key', ['query', '--app-key=x'], {}, { ...withoutApp, APP_KEY: 'k' }],
  ['likewise, of the environment', ['query'], { YAOQUAN_APP_KEY: 'x' }, withoutApp],
  ['no key for another server', ['query', '--url', 'http://v'], {}, withoutApp],
  ['likewise, of the last flag', ['query', '--url=http://u', '--url=http://v'], {}, withoutApp],
  ['likewise, of the environment', ['query'], { YAOQUAN_URL: 'http://v' }, withoutUrlAndApp],
  ['likewise, for none', ['query', '--url', 'v'], {}, withoutApp],
  ['likewise, of a profile without a server', ['query', '--url=http://u'], { YAOQUAN_PROFILE: 'bare' }, {}],
  ['all for its own server', ['query', '--url', 'HTTP://U/router/rest'], { YAOQUAN_URL: 'http://v' }, withoutUrl],
  ['no folder beside a database', ['shop', 'list', '--store', 'mysql://x'], {}, withoutData],
  ['another profile', ['query'], { YAOQUAN_PROFILE: 'other' }, { SELLER: '222' }],
  ['nothing for a service', ['serve'], {}, {}],
  ['nothing for help', ['--version'], { YAOQUAN_PROFILE: 'gone' }, {}],
  ['nothing for a shadow', ['shadow', 'run'], {}, {}],
])('takes %s', (_what, args, input, expected) => {
  expect(applied(args, input)).toEqual(expected)
})

it('names a profile that is not there', () => {
  expect(() => applied(['query'], { YAOQUAN_PROFILE: 'gone' })).toThrow('gone')
})
