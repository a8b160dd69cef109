/** Text after the result of a write that an earlier call with the same number has already done. */
export function repetitionNote({ alreadyDone }: Readonly<{ alreadyDone?: boolean | undefined }>): string {
  return alreadyDone ? '（该请求号此前已处理，以上为首次结果 already done; this is the first result）' : ''
}
