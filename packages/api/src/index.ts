export * from './console/app-methods.ts'
export * from './console/audit-methods.ts'
export { type ConsoleErrorName, consoleErrors } from './console/console-errors.ts'
export * from './console/coupon-methods.ts'
export * from './console/finding-methods.ts'
export { consoleMethods } from './console/index.ts'
export { maxJobPart, maxSentEach } from './console/job-fields.ts'
export * from './console/job-methods.ts'
export * from './console/member-methods.ts'
export * from './console/operator-methods.ts'
export * from './console/policy-methods.ts'
export * from './console/redemption-methods.ts'
export * from './console/refusal-methods.ts'
export * from './console/retention-methods.ts'
export * from './console/second-person-methods.ts'
export * from './console/shadow-methods.ts'
export * from './console/shop-group-methods.ts'
export * from './console/template-methods.ts'
export * from './console/webhook-methods.ts'
export * from './console/yaoquan.console.actor.list.ts'
export * from './console/yaoquan.console.app.ask.ts'
export * from './console/yaoquan.console.desk.find.ts'
export * from './console/yaoquan.console.figures.leaders.ts'
export * from './console/yaoquan.console.job.list.ts'
export * from './console/yaoquan.console.member.activity.ts'
export * from './console/yaoquan.console.request.list.ts'
export { type ErrorName, type ErrorRow, errors, findError, type KnownError } from './errors/errors.ts'
export {
  importCouponsGrant,
  importMembersGrant,
  massVoidGrant,
  sendCouponsGrant,
  unknownMembersGrant,
  widenAppsGrant,
} from './grants/grant-names.ts'
export {
  type AppGrants,
  defaultFullPhonesPerHour,
  defaultGrants,
  grantNames,
  isGranted,
  isPresetName,
  isStrict,
  maxVoidedWithoutGrant,
  type PresetName,
  presetMasksPhones,
  presets,
} from './grants/grants.ts'
export { findHeader, isHeader, rowsBeforeHeader } from './imports/header-row.ts'
export {
  attributeField,
  attributeOfColumn,
  faultOfMapping,
  fieldNamed,
  guessMapping,
  type ImportField,
  type ImportKind,
  importFields,
  isReasonColumn,
  type Mapping,
  reasonColumn,
} from './imports/import-fields.ts'
export { type ColumnRead, columnReadText, ReadCounts } from './imports/read-counts.ts'
export {
  dayOfBirth,
  type FileRow,
  isDay,
  plainList,
  type ReadAs,
  type ReadCell,
  type ReadField,
  type ReadRow,
  type RowReading,
  readCell,
  readFileRow,
} from './imports/read-row.ts'
export { afterQuote, isUnread, unreadNote } from './imports/unread-row.ts'
export { isNestedTooDeep, maxJsonDepth } from './json/json-depth.ts'
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
export { fieldLimits } from './language/field-limits.ts'
export { bothTexts, type ListShape, objectSchema, type Schema } from './language/field-schema.ts'
export { boolean, list, number, object, text } from './language/fields.ts'
export type { BusinessError, MethodDefinition } from './language/method.ts'
export { defineMethod, filledText, refusesUnknown, responseName } from './language/method.ts'
export { neededFields, type RequestRule } from './language/request-rules.ts'
export type { InputOf, RequestOf, ResponseOf, ValueOf, ValuesOf } from './language/values.ts'
export { RefusedItem } from './language/values.ts'
export {
  type CountMiss,
  createMissCounter,
  type Miss,
  type MissCount,
  type MissLimit,
  type MissWindow,
} from './limits/count-misses.ts'
export { type AppMistake, createMistakeCounter, type MistakeCount, type MistakeKind } from './limits/count-mistakes.ts'
export { retentionDayLimits } from './limits/retention-days.ts'
export { type BusinessErrorName, businessErrors } from './methods/business-errors.ts'
export { eventFields } from './methods/coupon-event.ts'
export { couponTermsFields, storedTemplateFields, templateFields } from './methods/coupon-template.ts'
export * from './methods/definitions.ts'
export { erpCouponFields, furtherCouponFields, issuedCouponFields } from './methods/erp-coupon.ts'
export { methods } from './methods/index.ts'
export { categoryColumns, shopColumns } from './methods/master-data-fields.ts'
export { refusalFacts } from './methods/refusal-facts.ts'
export { listedOrderFields, orderDetailFields } from './methods/shop-order.ts'
export { warningTexts } from './methods/write-fields.ts'
export { detailedCouponFields } from './methods/yaoquan.coupon.get.ts'
export { nearestName, shownName, unknownRule } from './naming/nearest-name.ts'
export {
  isReturnAddress,
  type KnownNames,
  namesOfCommands,
  problemOfName,
  problemOfPassword,
  problemOfReason,
  unusableName,
} from './people/account-rules.ts'
export { type ActName, acts } from './people/acts.ts'
export { isRoleName, methodsOfRole, type RoleName, roleNames, roles, roleWithTasks } from './people/roles.ts'
export { guarded, looksGuarded, quotedCsv, unguarded } from './spreadsheets/formula-guard.ts'
export { type CsvDelimiter, type CsvRow, delimiterOf, splitCsv, splitCsvText } from './spreadsheets/split-csv.ts'
export { type EncodingLabel, encodingOfMark, Utf8Scan } from './spreadsheets/text-encoding.ts'
export { lineText, parseLine, splitLines } from './uploads/split-lines.ts'
export { transientUploadErrors, type UploadErrorName, uploadErrors } from './uploads/upload-errors.ts'
export { uploadCoupons, uploadLines } from './uploads/yaoquan.coupon.upload.ts'
export * from './words/index.ts'
export { maskCard, maskPhone } from './words/phones.ts'
