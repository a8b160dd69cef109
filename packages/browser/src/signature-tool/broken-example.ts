import { baseString, formatTimestamp, sign, writeUrlencoded } from '@yaoquan/protocol'

/** A failing request and its secret, to try the tool with. Its signature does not cover the session. */
export function brokenExample(nowMs: number): Readonly<{ pasted: string; secret: string }> {
  const secret = 'helloworld'
  const parameters = {
    method: 'taobao.time.get',
    app_key: '12345678',
    session: 'sess-1',
    timestamp: formatTimestamp(nowMs),
    v: '2.0',
    format: 'json',
    sign_method: 'md5',
  }
  const { session: _forgotten, ...signed } = parameters
  const given = sign('md5', secret, baseString(new Map(Object.entries(signed)), { blank: 'signed' }))
  const body = writeUrlencoded({ ...parameters, sign: given })
  return { pasted: `curl -X POST 'http://127.0.0.1:8080/router/rest' \\\n  -d '${body}'`, secret }
}
