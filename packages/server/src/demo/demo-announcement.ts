import { queryCoupon, type Text } from '@yaoquan/api'
import { encodeRequest, formatTimestamp, signParameters } from '@yaoquan/protocol'
import type { DemoApp } from './demo-chain.ts'
import { demoAppKey, demoSellerId } from './demo-names.ts'

type Place = Readonly<{ url: string; nowMs: number } & StorePlace>

/** Where the store is, as the server was told, and the words with which a person starts a command. */
type StorePlace = Readonly<{ dataDir: string; storeUrl?: string | undefined; command?: readonly string[] | undefined }>

/** Key, secret, and a call that works when pasted within ten minutes; or that the names of the demo are taken. */
export function announceDemo(app: DemoApp | undefined, place: Place): Text {
  if (app === undefined) {
    return {
      zh: `未建立演示数据：数据目录中已有自己的连锁 ${demoSellerId} 或应用 ${demoAppKey}`,
      en: `no demo data created: the store already has its own seller ${demoSellerId} or app ${demoAppKey}`,
    }
  }
  const { url } = place
  const key = `111    app_key ${app.appKey}    app_secret ${app.appSecret}`
  const call = firstCall(app, place)
  const login = loginOf(app, place)
  return {
    zh: `演示连锁 ${key}
十分钟内可直接粘贴执行:

${call}

浏览器中试用: ${url}/tools/api
控制台: ${url}/console
${login.zh}
`,
    en: `demo seller ${key}
works if pasted within ten minutes:

${call}

try it in a browser: ${url}/tools/api
console: ${url}/console
${login.en}
`,
  }
}

function firstCall(app: DemoApp, { url, nowMs }: Place): string {
  const parameters = signParameters({
    parameters: {
      method: queryCoupon.name,
      app_key: app.appKey,
      timestamp: formatTimestamp(nowMs),
      format: 'json',
      v: '2.0',
      ...encodeRequest(queryCoupon, { query: { pageSize: 10, pageNum: 1, couponCode: '111aaa' } }),
    },
    secret: app.appSecret,
    method: 'md5',
  })
  const data = Object.entries(parameters).map(([name, value]) => `  --data-urlencode '${name}=${value}'`)
  return [`curl -s '${url}/router/rest'`, ...data].join(' \\\n')
}

/** How to sign in to the console the first time. */
function loginOf(
  { owner: { name, password } }: DemoApp,
  { dataDir, storeUrl, command = ['npx', 'yaoquan'] }: StorePlace,
): Text {
  if (password !== undefined) {
    return { zh: `用户名 ${name}    一次性密码 ${password}`, en: `name ${name}    one-time password ${password}` }
  }
  // The URL has a password, which stays out of what is printed.
  const store = storeUrl === undefined ? `--data ${shellWord(dataDir)}` : '--store mysql://…'
  const reset = `${command.map(shellWord).join(' ')} operator reset ${name} ${store}`
  return { zh: `用户名 ${name}；忘记密码: ${reset}`, en: `name ${name}; forgot the password: ${reset}` }
}

/** A text as one word of a POSIX shell or PowerShell. */
function shellWord(text: string): string {
  return /^[\w./:\\-]+$/.test(text) ? text : `'${text}'`
}
