/** Runs in Postman before each request of the collection: adds the public parameters and signs the request. */
export const postmanScript: readonly string[] = [
  'const form = pm.request.body.urlencoded',
  "const secret = pm.variables.get('app_secret') || ''",
  "const session = pm.variables.get('session')",
  '// Timestamps are in GMT+8.',
  "const timestamp = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' ')",
  "const fixed = { app_key: pm.variables.get('app_key'), timestamp, format: 'json', v: '2.0', sign_method: 'md5' }",
  'for (const [key, value] of Object.entries(fixed)) form.upsert({ key, value })',
  "if (session) form.upsert({ key: 'session', value: session })",
  "form.remove('sign')",
  'const sent = form.all().filter((item) => !item.disabled)',
  'const pairs = sent.map((item) => [item.key, pm.variables.replaceIn(String(item.value))])',
  "const base = pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.join('')).join('')",
  "const sign = require('crypto-js').MD5(secret + base + secret).toString().toUpperCase()",
  "form.upsert({ key: 'sign', value: sign })",
]
