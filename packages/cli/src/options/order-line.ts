import { InvalidArgumentError, Option } from 'commander'

/** What goods of a category cost on an order, in yuan. */
export type OrderLine = Readonly<{ category: string; amount: string }>

/** `--line`, which may be given several times. */
export function orderLineOption(): Option {
  return new Option(
    '--line <category=yuan>',
    '品类及其金额，元，可重复 (category and its amount in yuan; repeatable)',
  ).argParser(readLine)
}

function readLine(text: string, previous: readonly OrderLine[] | undefined): readonly OrderLine[] {
  const end = text.lastIndexOf('=')
  const [category, amount] = [text.slice(0, end), text.slice(end + 1)]
  if (end < 1 || amount === '') {
    throw new InvalidArgumentError('应为 品类=金额，如 1001=120.50 (must be category=amount)')
  }
  return [...(previous ?? []), { category, amount }]
}
