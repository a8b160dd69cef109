/** Whether `parseArgs` threw this: an unknown option or a missing value, which its message names. */
export function isBadUsage(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
