/** The parameters of the protocol, allowed in a call of any method (docs/reference/top-protocol.md, 1.2). */
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
