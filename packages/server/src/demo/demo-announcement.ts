import { queryCoupon } from '@yaoquan/api'
import { encodeRequest, formatTimestamp, signParameters } from '@yaoquan/protocol'
import type { DemoApp } from './demo-chain.ts'
import { demoAppKey, demoSellerId } from './demo-names.ts'

type Place = Readonly<{ url: string; nowMs: number }>

/** Key, secret, and a call that works when pasted within ten minutes; or that the names of the demo are taken. */
export function announceDemo(app: DemoApp | undefined, place: Place): string {
  if (app !== undefined) return `${firstCall(app, place)}${consoleText(app, place)}`
  return `未建立演示数据：数据目录中已有自己的连锁 ${demoSellerId} 或应用 ${demoAppKey} (no demo data created: the store already has its own seller ${demoSellerId} or app ${demoAppKey})`
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
  return [
    `演示连锁 demo seller  111    app_key ${app.appKey}    app_secret ${app.appSecret}`,
    '十分钟内可直接粘贴执行 (works if pasted within ten minutes):',
    '',
    [`curl -s '${url}/router/rest'`, ...data].join(' \\\n'),
    '',
    `浏览器中试用 (try it in a browser): ${url}/tools/api`,
    '',
  ].join('\n')
}

/** Where the console is, and how to sign in to it the first time. */
function consoleText({ owner }: DemoApp, { url }: Place): string {
  const login =
    owner.password === undefined
      ? `用户名 name ${owner.name}；忘记密码 (forgot the password): npx yaoquan operator reset ${owner.name} --data ./data`
      : `用户名 name ${owner.name}    一次性密码 one-time password ${owner.password}`
  return `控制台 (console): ${url}/console\n${login}\n`
}
