import { OperationFault } from '#terminal/faults'

/** The id that `session list` prints. */
export const sessionArgument = ['<session-id>', 'session list 列出的id (id that session list prints)'] as const

export function unknownSession(sessionId: string): OperationFault {
  return new OperationFault(`没有会话 ${sessionId}`, 'there is no session of this id; session list prints them')
}
