/** What the command line, tests and benchmarks may use of the server. */

export { type Administration, type CouponExport, openAdministration } from './administration/open-administration.ts'
export { addStore, listStores, type OtherStoreReport, otherStoreFlags } from './administration/other-stores.ts'
export { type MasterKeyReport, readKeyStatus, rotateMasterKey } from './administration/rotate-master-key.ts'
export type { CheckResult, ConformanceStart, RunConformance } from './administration/run-conformance.ts'
export { listBackups } from './backup/backup-manifest.ts'
export { type RestoreReport, restoreBackup } from './backup/restore-backup.ts'
export { type BackupReport, newestBackup, takeBackup } from './backup/take-backup.ts'
export type { ServeOptions } from './config/server-config.ts'
export type { SessionEntry } from './domain/access/access-store.ts'
export type { AppReport } from './domain/access/report-apps.ts'
export type { NewApp } from './domain/administration/register-app.ts'
export type { SettingsChange } from './domain/administration/settings-in-event.ts'
export type {
  AuditProgress,
  AuditReport,
  ChainVerdict,
  LastAudit,
  SignedCheckpoint,
} from './domain/audit/audit-report.ts'
export { type BrokenRule, type PeopleFile, parseCouponDraft, type RawCoupon } from './domain/coupon/coupon-draft.ts'
export { type Finding, findingKinds } from './domain/findings/finding.ts'
export type { RowTrial } from './domain/job-work/plan-rows.ts'
export { readMemberRow } from './domain/jobs/read-row.ts'
export type { MemberRowOutcome } from './domain/lifecycle/import-members.ts'
export type { CategoryRow, ShopRow } from './domain/lifecycle/save-master-data.ts'
export { findEntryFault, maxEntries } from './domain/master-data/check-entries.ts'
export type { MemberRow } from './domain/members/member-texts.ts'
export type { OperatorEntry } from './domain/people/people-store.ts'
export { parsePolicy, type RawPolicy } from './domain/policy/parse-policy.ts'
export { rulePacks } from './domain/policy/rule-packs.ts'
export { policyMembers, type VersionedPolicy } from './domain/policy/seller-policy.ts'
export type { CostEntry, CostLine } from './domain/reconciliation/cost.ts'
export { findingText, kindNames } from './domain/reconciliation/finding-text.ts'
export type { DayReport } from './domain/reconciliation/reconcile-day.ts'
export { findingMembers, reportMembers } from './domain/reconciliation/report-members.ts'
export type { ShopGroup } from './domain/shops/shop-group-store.ts'
export { parseShopGroup } from './domain/shops/shop-list.ts'
export { OperatorError } from './errors/operator-error.ts'
export type { Siblings } from './gateway/limits/siblings.ts'
export type { SellerMoveProgress } from './move-store/move-seller.ts'
export type { MoveProgress } from './move-store/move-store.ts'
export type { SellerProof } from './move-store/verify-move.ts'
export type { SellerTable } from './shadow/comparing/seller-of-call.ts'
export { type CrawlPosition, readPosition } from './shadow/crawl/crawl-position.ts'
export type { CrawlEnd, CrawlOptions } from './shadow/crawl/crawl-upstream.ts'
export type { CrawlHours } from './shadow/crawl/pace.ts'
export { decideStatus } from './shadow/learning/decide-status.ts'
export type { ProposedTemplates } from './shadow/learning/propose-templates.ts'
export { type MappedStatus, mapStatus, readStatuses } from './shadow/learning/status-map.ts'
export { type DecisionOutcome, decide, setConditions } from './shadow/report/decide.ts'
export type { Conditions } from './shadow/report/decisions-file.ts'
export { acceptances, type Decision } from './shadow/report/decisions-file.ts'
export { type Condition, daysOf, type Figures, figuresOf } from './shadow/report/figures.ts'
export { listReports, type StoredReport } from './shadow/report/report-file.ts'
export { changeRoute, type RouteOutcome } from './shadow/routes/change-route.ts'
export type { LostStep } from './shadow/routes/lost-steps.ts'
export type { Route } from './shadow/routes/routes-file.ts'
export { DamagedRoutes } from './shadow/routes/routes-file.ts'
export type { RunSwitch } from './shadow/routes/switch-state.ts'
export { readSwitchState, type SwitchState } from './shadow/routes/switch-state.ts'
export { DecisionsBusy } from './shadow/run/decided-run.ts'
export { maskNumbers } from './shadow/run/mask-numbers.ts'
export type { UpstreamFindings } from './shadow/upstream/check-upstream.ts'
export type { MarkdownDocument } from './site/documentation/machine/markdown-documents.ts'
export { type Hole, type Html, html, trusted } from './site/html.ts'
export type { FileMessage } from './spreadsheets/sheet-row.ts'
export { xlsxBytes } from './spreadsheets/xlsx-bytes.ts'
export type { RunningServer } from './start-server.ts'
export type { RunningShadow, ShadowOptions } from './start-shadow.ts'
export type { Audit } from './store/audit/create-audit.ts'
export { openAudit } from './store/audit/open-audit.ts'
export type { KeyStatus, RotationProgress } from './store/key-rotation/key-rotator.ts'
export { parseCheckpoint } from './store/keys/checkpoint-key.ts'

// What serves, renders pages or moves a store loads when it is called: most commands need only the store, and start in half the time.
export const startServer = onDemand(async () => (await import('./start-server.ts')).startServer)
export const checkUpstream = onDemand(async () => (await import('./shadow/upstream/check-upstream.ts')).checkUpstream)
export const crawlUpstream = onDemand(async () => (await import('./shadow/crawl/crawl-upstream.ts')).crawlUpstream)
export const proposeTemplates = onDemand(
  async () => (await import('./shadow/learning/propose-templates.ts')).proposeTemplates,
)
export const listLostSteps = onDemand(async () => (await import('./shadow/routes/lost-steps.ts')).listLostSteps)
export const startShadow = onDemand(async () => (await import('./start-shadow.ts')).startShadow)
export const expectUsablePlaces = onDemand(async () => (await import('./http/listening/listen.ts')).expectUsablePlaces)
export const prepareConsole = onDemand(async () => (await import('./site/console/console-files.ts')).prepareConsole)
export const exportDocumentation = onDemand(
  async () => (await import('./site/documentation/export-documentation.ts')).exportDocumentation,
)
export const searchDocumentation = onDemand(
  async () => (await import('./site/documentation/search/document-search.ts')).searchDocumentation,
)
export const markdownDocuments = onDemand(
  async () => (await import('./site/documentation/machine/markdown-documents.ts')).markdownDocuments,
)
export const moveSellerTo = onDemand(async () => (await import('./administration/move-seller.ts')).moveSellerTo)
export const abortSellerMoveTo = onDemand(
  async () => (await import('./administration/move-seller.ts')).abortSellerMoveTo,
)
export const moveStore = onDemand(async () => (await import('./move-store/move-store.ts')).moveStore)
export const abortMove = onDemand(async () => (await import('./move-store/move-store.ts')).abortMove)

export const readSpreadsheet = onDemand(
  async () => (await import('./spreadsheets/read-spreadsheet.ts')).readSpreadsheet,
)

/** A function of a module that is loaded when the function is called for the first time. */
function onDemand<Parameters extends readonly unknown[], Result>(
  load: () => Promise<(...parameters: Parameters) => Result | Promise<Result>>,
): (...parameters: Parameters) => Promise<Result> {
  return async (...parameters) => (await load())(...parameters)
}
