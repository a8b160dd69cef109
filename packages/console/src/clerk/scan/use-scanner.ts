import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { type CameraProblem, cameraProblem, openCamera } from './camera.ts'
import { codeReader } from './code-reader.ts'

const pauseMs = 80
/** The longest code: the length of the fields that codes go into. */
const longest = 64

/**
 * Reads codes from the camera until the component is gone. A code counts once two pictures in a row show it.
 * @param take called with each code, also with the same several times
 * @returns why there is no picture; undefined while there is one, or `load` where the decoder did not load
 */
export function useScanner(
  video: RefObject<HTMLVideoElement | null>,
  take: (text: string) => void,
): CameraProblem | 'load' | undefined {
  const [problem, setProblem] = useState<CameraProblem | 'load'>()
  const taken = useEffectEvent(take)
  useEffect(() => {
    const end = new AbortController()
    const scan = async () => {
      // Before the camera opens, so that the first code that it is pointed at is the first one read.
      const read = await codeReader()
      if (end.signal.aborted) return
      const stream = await openCamera().catch((error: unknown) => {
        if (!end.signal.aborted) setProblem(cameraProblem(error))
      })
      if (stream === undefined) return
      const stop = () => {
        for (const track of stream.getTracks()) track.stop()
      }
      if (end.signal.aborted) return stop()
      end.signal.addEventListener('abort', stop)
      const { current } = video
      if (current === null) return
      current.srcObject = stream
      await current.play()
      await readOn({ video: current, read, signal: end.signal, take: taken })
    }
    scan().catch(() => {
      if (!end.signal.aborted) setProblem('load')
    })
    return () => end.abort()
  }, [video])
  return problem
}

type Reading = Readonly<{
  video: HTMLVideoElement
  read: Awaited<ReturnType<typeof codeReader>>
  signal: AbortSignal
  take: (text: string) => void
}>

async function readOn({ video, read, signal, take }: Reading): Promise<void> {
  let former: string | undefined
  while (!signal.aborted) {
    const text = (await read(video))?.trim()
    if (!signal.aborted && text !== undefined && text === former && isCode(text)) take(text)
    former = text
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/** Links and longer texts are other things than a number of a coupon, card or order. */
function isCode(text: string): boolean {
  return text !== '' && text.length <= longest && !text.includes('://')
}
