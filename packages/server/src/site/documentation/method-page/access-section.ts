import type { MethodDefinition } from '@yaoquan/api'
import { sample } from '#site/documentation/document/code-samples'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'

/** How to get access to a method: the operator registers an app, or the reader starts a sandbox. */
export function accessSection({ name }: MethodDefinition, { language }: View): Html {
  const text = texts[language]
  return html`<p>${text.register}</p>
${sample(`yaoquan app create --data ./data --name ERP --seller 111 --preset none --allow ${name}`, 'shell')}
<p>${text.all}</p>
<p>${text.try}</p>
${sample('yaoquan serve --demo --sandbox --data ./sandbox', 'shell')}
<p><a href="${documentPath('quick-start', language)}">${text.more}</a></p>`
}

const texts = {
  zh: {
    register: '请药券的管理员为您的连锁登记应用，app_key 与 app_secret 请立即存好：',
    all: '不加 --preset 与 --allow 时权限为 erp：除大批作废和删除会员外的全部API。',
    try: '想立即试用，可在自己的电脑上启动带演示数据的沙箱，启动时会打印可用的 app_key 与 app_secret；签名有误时沙箱会指出错在哪里：',
    more: '快速开始',
  },
  en: {
    register:
      'Ask the operator of Yaoquan to register an app for your seller. Keep key and secret when they are shown:',
    all: 'Without --preset and --allow the app has the preset erp: every method, without mass void and erasing members.',
    try: 'To try it right away, start a sandbox with demo data on your own computer. It prints a key and a secret and explains wrong signatures:',
    more: 'Quick start',
  },
} as const
