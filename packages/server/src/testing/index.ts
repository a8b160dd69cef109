/**
 * What `@yaoquan/conformance` uses of the server: the store, the rules, and the examples that the server's own tests use too. It is
 * published inside `yaoquan`, so nothing here imports a package for tests.
 */

export type { CheckResult, ConformanceRun, RunConformance } from '#administration/run-conformance'
export { DatabaseFault } from '#database/mysql/database-fault'
export { type MysqlTarget, readMysqlTarget } from '#database/mysql/mysql-target'
export { openMysqlEngine } from '#database/mysql/open-mysql-engine'
export type { App } from '#domain/access/access-store'
export { defaultSettings } from '#domain/access/register-app'
export type { Coupon, CouponTerms, IssuedState } from '#domain/coupon/coupon'
export type { RawCoupon } from '#domain/coupon/coupon-draft'
export { couponStatus } from '#domain/coupon/coupon-status'
export type { CouponDraft, CouponFilter, CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
export { importCoupons } from '#domain/coupon/import-coupons'
export { addDays, dayOf } from '#domain/dates'
export type { ChainEvent, EventPage } from '#domain/events/event-store'
export { rebuildCoupon } from '#domain/events/rebuild-coupon'
export { pastRules, RulesRemoved } from '#domain/explain/past-rules'
export { PastRemoved, PastStore } from '#domain/explain/past-store'
export type { PastMoment } from '#domain/explain/rule-history'
export type { FigureGroup, FigureSource, NamedGroup } from '#domain/figures/figure-store'
export { type Figures, figureNames } from '#domain/figures/figures'
export { batchSize, type Job, type JobTask } from '#domain/jobs/job'
export { sendTo } from '#domain/jobs/job-acts'
export type { GivenTarget, JobStore, JobTurn, NewJob } from '#domain/jobs/job-store'
export { type TurnParts, workTurn } from '#domain/jobs/work-turn'
export { act, done, load } from '#domain/lifecycle/act'
export { changePhone } from '#domain/lifecycle/change-phone'
export { problemOf } from '#domain/lifecycle/coupon-refusal'
export { eraseMember } from '#domain/lifecycle/erase-member'
export { extendCoupons } from '#domain/lifecycle/extend-coupons'
export { holdCoupon, releaseCoupon } from '#domain/lifecycle/hold-coupon'
export { type IssueAnswer, issueCoupons, issuedItems } from '#domain/lifecycle/issue-coupons'
export type {
  LifecycleStore,
  LifecycleWriter,
  SignedCall,
  WriteRequest,
  Written,
} from '#domain/lifecycle/lifecycle-store'
export { memberChanged } from '#domain/lifecycle/member-changes'
export { membersBy } from '#domain/lifecycle/member-reads'
export { mergeMembers, unmergeMembers } from '#domain/lifecycle/merge-members'
export { replaceCard } from '#domain/lifecycle/replace-card'
export { returnCoupon } from '#domain/lifecycle/return-coupon'
export { type GoodsReturned, type ReturnRefusal, returnGoods } from '#domain/lifecycle/return-goods'
export { runAct } from '#domain/lifecycle/run-act'
export { type CategoryRow, type ShopRow, saveCategories, saveShops } from '#domain/lifecycle/save-master-data'
export { saveMember } from '#domain/lifecycle/save-member'
export { closeTemplate, reopenTemplate, saveTemplate } from '#domain/lifecycle/save-template'
export { lifecycleOf, type StoredCoupon } from '#domain/lifecycle/stored-coupon'
export { syncOrder } from '#domain/lifecycle/sync-order'
export { triedOnly } from '#domain/lifecycle/tried-only'
export { voidCoupons, voidTemplate } from '#domain/lifecycle/void-coupons'
export { type Member, memberId } from '#domain/members/member'
export type { Named } from '#domain/members/name-members'
export type { OrderVersion } from '#domain/orders/shop-order'
export {
  changePassword,
  type ManageDependencies,
  resetOperator,
  revokeRole,
  setRole,
  setTotp,
  switchOperator,
} from '#domain/people/manage-operators'
export type { Operator } from '#domain/people/operator'
export type { OperatorAct } from '#domain/people/people-store'
export type { PasswordHasher } from '#domain/people/prove-password'
export { type SignInDependencies, signIn } from '#domain/people/sign-in'
export { chargeUnusableName } from '#domain/people/unusable-names'
export { newSellerPolicy, policyText, type SellerPolicy } from '#domain/policy/seller-policy'
export type { CostEntry } from '#domain/reconciliation/cost'
export { refusedUses } from '#domain/reconciliation/facts'
export type { Finding } from '#domain/reconciliation/finding'
export { type DayReport, reconcileDay } from '#domain/reconciliation/reconcile-day'
export type { KeptRefusal, RefusalToKeep } from '#domain/refusals/refused-call'
export type { RemovalStep, Removed, RetentionTurn } from '#domain/retention/retention-store'
export type { SearchFilter } from '#domain/search/coupon-search'
export { listRedemptions, listUploads } from '#domain/search/list-redemptions'
export type { FoundRedemption, RedemptionFilter } from '#domain/search/redemption-search'
export { type Searching, searchCoupons } from '#domain/search/search-coupons'
export type { ReturnPolicy, TemplateTerms } from '#domain/templates/template'
export type { WebhookKey } from '#domain/webhooks/webhook-store'
export { OperatorError } from '#errors/operator-error'
export { openStore, openStoreOnServers, type Store } from '#store/open-store'
export { countFigures } from './count-figures.ts'
export { draftOf, unlimited } from './example-draft.ts'
export { orderLineWith, orderVersionWith } from './example-order.ts'
export { templateOf } from './example-template.ts'
export { issueInWork } from './issue-in-work.ts'
export { permutations } from './permutations.ts'
export { removeOldEvents } from './remove-old-events.ts'
export { listEvents, newSeller, noon, requestOf } from './requests.ts'
export { pass, takeTurn, turnOf } from './retention-pass.ts'
