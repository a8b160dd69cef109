import { Option } from 'commander'
import { nonBlank } from './data-options.ts'

/** The order that the coupon is used for. */
export function orderOption(): Option {
  return new Option('--order <id>', '订单号 (order id)').argParser(nonBlank).makeOptionMandatory()
}
