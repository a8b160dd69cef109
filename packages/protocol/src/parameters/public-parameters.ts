/** Parameters of the protocol itself, which any call of any method may carry (docs/reference/top-protocol.md, 1.2). */
export const publicParameters: ReadonlySet<string> = new Set([
  'method',
  'app_key',
  'session',
  'timestamp',
  'v',
  'sign_method',
  'sign',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
])
