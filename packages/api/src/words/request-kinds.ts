/** What people ask a second person for. */
export const requestKindNames = [
  'erase-member',
  'merge-members',
  'claim-coupons',
  'end-template-approval',
  'end-second-person',
  'raise-issue-approval',
] as const
