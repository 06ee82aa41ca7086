import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Scene } from '../state/scene.ts'

/** When the obvious act last changed, by this page's clock: until it has settled it takes no press. */
export function useSceneChange(scene: Scene): RefObject<number> {
  const changedAt = useRef(0)
  useLayoutEffect(() => {
    changedAt.current = Date.now()
  }, [scene.show])
  return changedAt
}
