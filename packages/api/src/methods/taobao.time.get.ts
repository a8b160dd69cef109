import { text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'

/** The server's clock, by which callers set theirs; from public captures (docs/reference/top-protocol.md, 7). */
export const getTime = defineMethod({
  name: 'taobao.time.get',
  title: { zh: '获取服务器当前时间', en: 'Get the server time' },
  description: { zh: '获取服务器当前系统时间（GMT+8）', en: 'The current time of the server (GMT+8)' },
  category: { zh: '系统工具', en: 'System tools' },
  scope: 'none',
  effect: 'read',
  request: {},
  response: {
    time: text(
      'time',
      '2015-09-16 15:52:52',
      '服务器当前时间，格式为 yyyy-MM-dd HH:mm:ss',
      'Server time as yyyy-MM-dd HH:mm:ss (GMT+8)',
      { required: true },
    ),
  },
  errorCodes: [],
})
