/** What developers ask owners for, of apps: an owner carries it out, or declines with a reason. */
export const appRequestKinds = ['create-app', 'rotate-app', 'widen-app', 'enable-app'] as const

/** What people ask others for: a second person, or of apps an owner. */
export const requestKindNames = [
  'erase-member',
  'merge-members',
  'claim-coupons',
  'end-template-approval',
  'end-second-person',
  'raise-issue-approval',
  ...appRequestKinds,
] as const
