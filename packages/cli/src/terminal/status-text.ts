/** A status of the wire in words; an unknown one as it is. */
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
