import type { BusinessError } from '../language/method.ts'

const row = (code: string, message: BusinessError['message'], cure: BusinessError['cure']) => ({ code, message, cure })

/** How an upload may end before its end. What was told as stored stands; before the whole body is there nothing is stored. */
export const uploadErrors = {
  digestMismatch: row(
    'CONTENT_DIGEST_MISMATCH',
    { zh: '请求体与签名参数中的摘要不符；未存储任何行', en: 'The body does not fit the digest that was signed' },
    {
      zh: '检查传输是否改动了内容，用新的 out_request_no 重发',
      en: 'Send the body whose digest was signed, under a new number',
    },
  ),
  incomplete: row(
    'BODY_INCOMPLETE',
    { zh: '请求体不完整；未存储任何行', en: 'The body ended before its end' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again under the same number' },
  ),
  unreadable: row(
    'BODY_UNREADABLE',
    { zh: '请求体无法读取: {rule}；进度中的行已存储', en: 'The body cannot be read' },
    { zh: '按描述修改请求体', en: 'Mend what the message names' },
  ),
  tooLarge: row(
    'BODY_TOO_LARGE',
    { zh: '请求体超过 {bytes} 字节；未存储任何行', en: 'The body is larger than an upload may be' },
    { zh: '分成几次上传', en: 'Send it in parts' },
  ),
  tooSlow: row(
    'UPLOAD_TIMEOUT',
    { zh: '请求体迟迟不到；未存储任何行', en: 'The body came too slowly' },
    { zh: '用相同的 out_request_no 重发，或分成几次上传', en: 'Send it again under the same number, or in parts' },
  ),
  noRoom: row(
    'UPLOAD_NO_ROOM',
    { zh: '服务器的磁盘暂时放不下请求体；未存储任何行', en: 'The disk of the server has no room for the body now' },
    {
      zh: '稍后用相同的 out_request_no 重发，或分成几次上传',
      en: 'Send it again later under the same number, or in parts',
    },
  ),
  notAllowedNow: row(
    'UPLOAD_NOT_ALLOWED_NOW',
    {
      zh: '应用已被停用，或权限、会话已被取消；进度中的行已存储',
      en: 'The app was disabled, or lost the grant or its session, while the upload went on',
    },
    { zh: '请联系管理员', en: 'Ask the operator' },
  ),
  stopping: row(
    'SERVER_STOPPING',
    { zh: '服务正在停止；进度中的行已存储', en: 'The server is stopping' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again under the same number' },
  ),
  fault: row(
    'SERVICE_ERROR',
    { zh: '服务内部错误；进度中的行已存储', en: 'A fault of ours' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again under the same number' },
  ),
} as const satisfies Record<string, BusinessError>

export type UploadErrorName = keyof typeof uploadErrors

/** Those after which the same upload may succeed. */
export const transientUploadErrors: ReadonlySet<UploadErrorName> = new Set([
  'incomplete',
  'tooSlow',
  'noRoom',
  'stopping',
  'fault',
])
