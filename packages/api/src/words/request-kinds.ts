/** What people ask a second person for. */
export const requestKindNames = ['erase-member', 'merge-members', 'end-template-approval', 'end-second-person'] as const
