/** Whether this browser gives pages a camera at all: only over https, or on the machine itself. */
export const hasCamera: boolean = isSecureContext && 'mediaDevices' in navigator

/** Why there is no picture. */
export type CameraProblem = 'not-allowed' | 'none' | 'busy'

/**
 * Asks for the camera at the back of the phone, which the person has to allow.
 * @throws DOMException, see `cameraProblem`
 */
export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  })
}

/** What a failure of `openCamera` means. */
export function cameraProblem(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'not-allowed'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none'
}
