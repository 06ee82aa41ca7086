import { Router } from 'express'
import type { Skill } from '../../../core/tenant.ts'
import { skillsBody } from '../../../cti/api.ts'
import { authorize } from '../authorize.ts'
import { HttpRefusal, read } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** The skills that people have and policies ask for. */
export function skills(context: RouteContext): Router {
  const { reconfigure } = context
  const router = Router()

  router.put('/skills', async (request, response) => {
    const me = authorize(context, request, 'admin')
    const body = read(skillsBody, request.body)
    // The boundary: these strings become the ids of skills.
    const next = body.skills as unknown as readonly Skill[]
    refuseTwice(next)
    await reconfigure({
      to: (tenant) => ({ ...tenant, skills: next }),
      save: (open) => open.saveSkills(next, me.id),
    })
    response.status(204).end()
  })
  return router
}

function refuseTwice(skills: readonly Skill[]): void {
  const twice = skills.filter(({ id }, index) => skills.findIndex((each) => each.id === id) < index)
  if (twice.length === 0) return
  const ids = twice.map(({ id }) => id).join(', ')
  throw new HttpRefusal(400, 'bad-frame', `skills: ${ids} is there twice`)
}
