/** A status code in words. An unknown code is returned unchanged. */
export function statusText(status: string): string {
  return statuses[status] ?? status
}

const statuses: Readonly<Record<string, string>> = {
  '0': '未使用',
  '1': '已使用',
  '2': '已过期',
  '3': '已作废',
  '4': '已占用',
}
