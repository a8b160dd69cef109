import { OperatorError } from '#errors/operator-error'

/** @returns the error of a listener for operators that cannot listen, with what to do */
export function explainAdminPlace(error: unknown): unknown {
  if (!(error instanceof OperatorError)) return error
  const { zh, en } = error.text
  return new OperatorError({
    zh: `${zh}；用 --admin-listen 另选监控端口，或 off`,
    en: `${en}; choose another port for metrics with --admin-listen, or off`,
  })
}
