import { Option } from 'commander'
import { nonBlank } from './data-options.ts'

/** The order that a coupon is for. */
export function orderOption(): Option {
  return new Option('--order <id>', '订单号 (order)').argParser(nonBlank).makeOptionMandatory()
}
