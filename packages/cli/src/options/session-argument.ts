import { OperationFault } from '#terminal/faults'

/** The session id that `session list` prints. */
export const sessionArgument = [
  '<session-id>',
  'session list 列出的会话id (session id as printed by session list)',
] as const

export function unknownSession(sessionId: string): OperationFault {
  return new OperationFault(`没有会话 ${sessionId}`, 'no session with this id; see session list')
}
