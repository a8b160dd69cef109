import { appSellerTable, appTable } from './app.ts'
import { appSecretReaderTable } from './app-secret-reader.ts'
import { appSessionTable } from './app-session.ts'
import { categoryTable } from './category.ts'
import { chainEventTable } from './chain-event.ts'
import { memberUsageTable, templateStockTable } from './claim-counters.ts'
import { counterTable } from './counter.ts'
import { couponTable } from './coupon.ts'
import { couponTemplateTable } from './coupon-template.ts'
import { eventHeadTable } from './event-head.ts'
import { figureCursorTable } from './figure-cursor.ts'
import { figureDayTable } from './figure-day.ts'
import { figureNameTable } from './figure-name.ts'
import { figureOutstandingTable } from './figure-outstanding.ts'
import { jobTable } from './job.ts'
import { jobItemTable } from './job-item.ts'
import { memberTable } from './member.ts'
import { memberCardTable } from './member-card.ts'
import { memberEventTable } from './member-event.ts'
import { memberMergeTable } from './member-merge.ts'
import { memberPhoneTable } from './member-phone.ts'
import { oauthGrantTable } from './oauth-grant.ts'
import { operatorTable } from './operator.ts'
import { operatorRoleTable } from './operator-role.ts'
import { operatorSessionTable } from './operator-session.ts'
import { outRequestTable } from './out-request.ts'
import { phoneMemberTable } from './phone-member.ts'
import { reconciliationFindingTable } from './reconciliation-finding.ts'
import { reconciliationReportTable } from './reconciliation-report.ts'
import { redemptionTable } from './redemption.ts'
import { redemptionUploadTable } from './redemption-upload.ts'
import { refusedCallTable } from './refused-call.ts'
import { reservedCodeTable } from './reserved-code.ts'
import { retentionBoundaryTable } from './retention-boundary.ts'
import { retentionPolicyTable } from './retention-policy.ts'
import { retentionWaitTable } from './retention-wait.ts'
import { ruleEventTable } from './rule-event.ts'
import { saleTable } from './sale.ts'
import { saleReturnTable } from './sale-return.ts'
import { savedViewTable } from './saved-view.ts'
import { sealedSetTable } from './sealed-set.ts'
import { sealedTextTable } from './sealed-text.ts'
import { sellerTable } from './seller.ts'
import { sellerPolicyTable } from './seller-policy.ts'
import { shopTable } from './shop.ts'
import { shopGroupTable } from './shop-group.ts'
import { shopOrderTable } from './shop-order.ts'
import { shopOrderCouponTable } from './shop-order-coupon.ts'
import { shopOrderLineTable } from './shop-order-line.ts'
import { signInAttemptTable } from './sign-in-attempt.ts'
import { storeKeyTable } from './store-key.ts'
import { storePropertyTable } from './store-property.ts'
import { templateAtBoundaryTable } from './template-at-boundary.ts'
import { templateVersionTable } from './template-version.ts'
import { usageDayTable } from './usage-day.ts'
import { usedSignTable } from './used-sign.ts'
import { waitingRequestTable } from './waiting-request.ts'
import { webhookTable } from './webhook.ts'

/** Every table of the store but the one of schema steps. A test compares them with the schema of an engine. */
export const tables = [
  appTable,
  appSecretReaderTable,
  appSellerTable,
  appSessionTable,
  categoryTable,
  chainEventTable,
  counterTable,
  couponTable,
  couponTemplateTable,
  retentionBoundaryTable,
  eventHeadTable,
  figureCursorTable,
  figureDayTable,
  figureNameTable,
  figureOutstandingTable,
  jobTable,
  jobItemTable,
  memberCardTable,
  memberEventTable,
  memberMergeTable,
  memberPhoneTable,
  memberTable,
  memberUsageTable,
  oauthGrantTable,
  operatorRoleTable,
  operatorSessionTable,
  operatorTable,
  outRequestTable,
  phoneMemberTable,
  reconciliationFindingTable,
  reconciliationReportTable,
  redemptionTable,
  refusedCallTable,
  redemptionUploadTable,
  reservedCodeTable,
  retentionPolicyTable,
  retentionWaitTable,
  ruleEventTable,
  saleReturnTable,
  saleTable,
  savedViewTable,
  sealedSetTable,
  sealedTextTable,
  sellerPolicyTable,
  sellerTable,
  shopOrderCouponTable,
  shopOrderLineTable,
  shopOrderTable,
  shopGroupTable,
  shopTable,
  signInAttemptTable,
  storeKeyTable,
  storePropertyTable,
  templateAtBoundaryTable,
  templateStockTable,
  templateVersionTable,
  usageDayTable,
  usedSignTable,
  waitingRequestTable,
  webhookTable,
] as const

/** What is decided table by table is a record with this key, so that no table can be left out. */
export type TableName = (typeof tables)[number]['name']
