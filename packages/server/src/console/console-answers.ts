import type { MissLimit, Text } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { Limited } from '#gateway/call/incoming-call'
import { json, type PageAnswer } from '#site/page-route'

/** Problems of sessions, which have an HTTP status of their own; what a method answers has the gateway's. */
export const sessionProblems = {
  foreignRequest: {
    status: 403,
    code: 'FOREIGN_REQUEST',
    zh: '只接受控制台页面的请求',
    en: 'only requests from pages of the console are accepted',
  },
  invalidRequest: { status: 400, code: 'INVALID_REQUEST', zh: '请求的内容不完整', en: 'the request is incomplete' },
  signInRefused: {
    status: 401,
    code: 'SIGN_IN_REFUSED',
    zh: '用户名或密码不正确，或账号不可用',
    en: 'wrong name or password, or the account cannot be used',
  },
  codeNeeded: {
    status: 401,
    code: 'CODE_NEEDED',
    zh: '请输入验证器上新的6位验证码',
    en: 'enter a new code of 6 digits',
  },
  passwordExpired: {
    status: 401,
    code: 'PASSWORD_EXPIRED',
    zh: '一次性密码已过期，请负责人重置',
    en: 'the one-time password has expired; ask an owner for another',
  },
  locked: {
    status: 429,
    code: 'LOCKED',
    zh: '失败次数过多，请稍后再试',
    en: 'too many failures; try again later',
  },
  busy: { status: 429, code: 'BUSY', zh: '登录的人太多，请稍后再试', en: 'too many sign-ins at present; try again' },
  signedOut: { status: 401, code: 'SIGNED_OUT', zh: '请登录', en: 'sign in first' },
  passwordChangeNeeded: {
    status: 403,
    code: 'PASSWORD_CHANGE_NEEDED',
    zh: '请先修改密码',
    en: 'change the password first',
  },
  wrongPassword: { status: 403, code: 'WRONG_PASSWORD', zh: '当前密码不正确', en: 'the present password is wrong' },
  wrongCode: { status: 403, code: 'WRONG_CODE', zh: '验证码不正确', en: 'the code is wrong' },
  noSession: { status: 404, code: 'NO_SESSION', zh: '该会话已经结束', en: 'the session has ended' },
  weakPassword: { status: 400, code: 'WEAK_PASSWORD', zh: '新密码不合要求', en: 'the new password is not accepted' },
  phoneInView: {
    status: 400,
    code: 'PHONE_IN_VIEW',
    zh: '视图里不能有手机号，请去掉后再保存',
    en: 'a view may not hold a phone number; take it out and save again',
  },
  tooManyViews: {
    status: 400,
    code: 'TOO_MANY_VIEWS',
    zh: '这个列表的视图已满 20 个，或全部列表的已满 100 个，请先删除不用的',
    en: 'this list has 20 views already, or all lists together 100; remove one first',
  },
  weakReason: {
    status: 400,
    code: 'WEAK_REASON',
    zh: '请写明查看完整号码的原因',
    en: 'give a reason for full numbers',
  },
  sellerNeeded: {
    status: 400,
    code: 'SELLER_NEEDED',
    zh: '请用 x-yaoquan-seller 指明连锁',
    en: 'name the seller in x-yaoquan-seller',
  },
  actNotAllowed: {
    status: 403,
    code: 'ACT_NOT_ALLOWED',
    zh: '您的角色不能做这件事',
    en: 'your role does not allow this',
  },
  callTooLarge: {
    status: 413,
    code: 'CALL_TOO_LARGE',
    zh: '请求超过 2 MB',
    en: 'the request has more than 2 MB',
  },
  filesBusy: {
    status: 429,
    code: 'FILES_BUSY',
    zh: '正在读取其他文件，请稍后再试',
    en: 'other files are being read; try again in a moment',
  },
  tooManyCalls: {
    status: 429,
    code: 'TOO_MANY_CALLS',
    zh: '操作过于频繁，请一秒后再试',
    en: 'too many calls in one second; try again in a second',
  },
  tooManyPhonesTried: {
    status: 429,
    code: 'TOO_MANY_PHONES_TRIED',
    zh: '查过的没有结果的手机号过多',
    en: 'too many phones that find nothing were looked up',
  },
  tooManyMembersRead: {
    status: 429,
    code: 'TOO_MANY_MEMBERS_READ',
    zh: '按编号查看的会员、卡与订单过多',
    en: 'too many members, cards and orders were looked at by number',
  },
  noBadRows: {
    status: 404,
    code: 'NO_BAD_ROWS',
    zh: '没有被拒绝的行，或已不再保留（任务结束 30 天后）',
    en: 'there are no refused rows, or they are no longer kept (30 days after the end)',
  },
  notYourFile: {
    status: 403,
    code: 'NOT_YOUR_FILE',
    zh: '只有上传该文件的人可以下载',
    en: 'only the person who uploaded the file may download it',
  },
  noRole: { status: 403, code: 'NO_ROLE', zh: '您在该连锁没有角色', en: 'you have no role for this seller' },
} as const

export type SessionProblem = keyof typeof sessionProblems

/** @param facts further members, e.g. which rule a new password breaks */
export function refused(problem: SessionProblem, facts: Readonly<Record<string, unknown>> = {}): PageAnswer {
  const { status, ...error } = sessionProblems[problem]
  return json({ error: { ...error, ...facts } }, status)
}

/** The page sends a file again after a second. */
export function refusedBusy(): PageAnswer {
  const { status, ...error } = sessionProblems.filesBusy
  return json({ error }, status, { 'retry-after': '1' })
}

/** @param untilMs epoch milliseconds */
export function refusedUntil(untilMs: number, nowMs: number): PageAnswer {
  const seconds = Math.max(1, Math.ceil((untilMs - nowMs) / 1_000))
  const { status, ...error } = sessionProblems.locked
  return json({ error: { ...error, retry_after_seconds: seconds } }, status, { 'retry-after': String(seconds) })
}

/** What an operator is told who has to wait: why, and until when. */
export function refusedLimited({ reason, seconds }: Limited, nowMs: number): PageAnswer {
  const problem = problemOf(reason)
  const { status, ...error } = sessionProblems[problem]
  const texts = reason === 'rate' ? {} : triedTexts[reason](momentText(nowMs + seconds * 1_000).slice(0, 16))
  return json({ error: { ...error, ...texts, retry_after_seconds: seconds } }, status, {
    'retry-after': String(seconds),
  })
}

function problemOf(reason: Limited['reason']): SessionProblem {
  if (reason === 'rate') return 'tooManyCalls'
  return reason === 'members-day' || reason === 'members-minute' ? 'tooManyMembersRead' : 'tooManyPhonesTried'
}

/** @param until minute of the day, GMT+8 */
const triedTexts: Readonly<Record<MissLimit, (until: string) => Text>> = {
  minute: (until) => ({
    zh: `一分钟内查了太多没有结果的手机号，${until} 起可再按手机号查询`,
    en: `too many phones that find nothing were looked up within a minute; look-ups by phone go on at ${until}`,
  }),
  day: (until) => ({
    zh: `今天查了太多没有结果的手机号，${until} 起可再按手机号查询`,
    en: `too many phones that find nothing were looked up today; look-ups by phone go on at ${until}`,
  }),
  'members-minute': (until) => ({
    zh: `一分钟内按编号查看了太多会员、卡与订单，${until} 起可再查看`,
    en: `too many members, cards and orders were looked at by number within a minute; look-ups go on at ${until}`,
  }),
  'members-day': (until) => ({
    zh: `今天按编号查看了太多会员、卡与订单，${until} 起可再查看`,
    en: `too many members, cards and orders were looked at by number today; look-ups go on at ${until}`,
  }),
  alike: (until) => ({
    zh: `今天查了太多前三位与后四位相同、没有结果的手机号；这样的号码 ${until} 起可再查询，其他号码不受影响`,
    en: `too many look-ups today found nothing for phones with the same first three and last four digits; such phones can be looked up again at ${until}, all others now`,
  }),
}
