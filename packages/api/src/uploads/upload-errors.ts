import { type BusinessError, row } from '../language/method.ts'

/** The errors that abort an upload. Lines reported as stored stay stored; before the body is complete none is. */
export const uploadErrors = {
  digestMismatch: row(
    'CONTENT_DIGEST_MISMATCH',
    {
      zh: '请求体与签名参数中的摘要不符；未存储任何行',
      en: 'The body does not match the signed digest; no line was stored',
    },
    {
      zh: '检查传输是否改动了内容，用新的 out_request_no 重发',
      en: 'Check whether the body was changed in transit; send it again with a new out_request_no',
    },
  ),
  incomplete: row(
    'BODY_INCOMPLETE',
    { zh: '请求体不完整；未存储任何行', en: 'The body is incomplete; no line was stored' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again with the same out_request_no' },
  ),
  unreadable: row(
    'BODY_UNREADABLE',
    {
      zh: '请求体无法读取: {rule}；进度中的行已存储',
      en: 'The body cannot be read; lines reported by progress are stored',
    },
    { zh: '按描述修改请求体', en: 'Correct the body as the message says' },
    'The body cannot be read: {rule}; lines reported by progress are stored',
  ),
  tooLarge: row(
    'BODY_TOO_LARGE',
    {
      zh: '请求体超过 {bytes} 字节；未存储任何行',
      en: 'The body exceeds the size limit of an upload; no line was stored',
    },
    { zh: '分成几次上传', en: 'Split it into several uploads' },
    'The body exceeds {bytes} bytes; no line was stored',
  ),
  tooSlow: row(
    'UPLOAD_TIMEOUT',
    { zh: '请求体迟迟不到；未存储任何行', en: 'The body arrived too slowly; no line was stored' },
    {
      zh: '用相同的 out_request_no 重发，或分成几次上传',
      en: 'Send it again with the same out_request_no, or split it into several uploads',
    },
  ),
  noRoom: row(
    'UPLOAD_NO_ROOM',
    {
      zh: '服务器的磁盘暂时放不下请求体；未存储任何行',
      en: "The server's disk has no space for the body now; no line was stored",
    },
    {
      zh: '稍后用相同的 out_request_no 重发，或分成几次上传',
      en: 'Send it again later with the same out_request_no, or split it into several uploads',
    },
  ),
  notAllowedNow: row(
    'UPLOAD_NOT_ALLOWED_NOW',
    {
      zh: '应用已被停用，或权限、会话已被取消；进度中的行已存储',
      en: 'The app was disabled, or its grant or session revoked, during the upload; lines reported by progress are stored',
    },
    { zh: '请联系管理员', en: 'Contact the operator' },
  ),
  stopping: row(
    'SERVER_STOPPING',
    { zh: '服务正在停止；进度中的行已存储', en: 'The server is stopping; lines reported by progress are stored' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again with the same out_request_no' },
  ),
  fault: row(
    'SERVICE_ERROR',
    { zh: '服务内部错误；进度中的行已存储', en: 'Internal error of the server; lines reported by progress are stored' },
    { zh: '用相同的 out_request_no 重发', en: 'Send it again with the same out_request_no' },
  ),
} as const satisfies Record<string, BusinessError>

export type UploadErrorName = keyof typeof uploadErrors

/** The errors after which the same upload may succeed when it is sent again. */
export const transientUploadErrors: ReadonlySet<UploadErrorName> = new Set([
  'incomplete',
  'tooSlow',
  'noRoom',
  'stopping',
  'fault',
])
