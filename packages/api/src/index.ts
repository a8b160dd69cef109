export type { ErrorName, ErrorRow } from './errors/errors.ts'
export { errors } from './errors/errors.ts'
export type {
  BooleanField,
  Field,
  Fields,
  ListField,
  ListItem,
  NumberField,
  ObjectField,
  Text,
  TextField,
} from './language/field.ts'
export { boolean, list, number, object, text } from './language/fields.ts'
export type { BusinessError, MethodDefinition } from './language/method.ts'
export { defineMethod, responseName } from './language/method.ts'
export type { InputOf, RequestOf, ResponseOf, ValueOf, ValuesOf } from './language/values.ts'
export { queryCoupon } from './methods/alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
export { eventFields } from './methods/coupon-event.ts'
export { erpCouponFields } from './methods/erp-coupon.ts'
export { methods } from './methods/index.ts'
export { getTime } from './methods/taobao.time.get.ts'
