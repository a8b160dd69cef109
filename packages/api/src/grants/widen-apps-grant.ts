/** The grant of operators to give an app other methods, or to enable one that was disabled. It is not a method, and no app gets it. */
export const widenAppsGrant = 'app.widen'
