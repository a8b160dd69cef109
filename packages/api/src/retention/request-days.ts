/**
 * After how many days an operator may have request numbers removed. The least is longer than callers that failed, tills that
 * were switched off, and uploads that are continued repeat a number: after the removal a repetition is done again.
 */
export const requestDayLimits = { min: 30, max: 3650 } as const
