import { StandardSchemaValidationPipe } from '@nestjs/common'
import { AppError } from '@photolift/contracts'

/** Checks whatever a route declares a schema for. The refusal names fields and reasons, never values. */
export function createValidationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const told = issues.slice(0, ISSUES_TOLD).map(({ path = [], message }) => {
        const field = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.')
        return `${field || 'the request'}: ${message}`.slice(0, ISSUE_MAX_LENGTH)
      })
      const more = issues.length > ISSUES_TOLD ? `; and ${issues.length - ISSUES_TOLD} more` : ''
      return new AppError('REQUEST_INVALID', told.join('; ') + more)
    },
  })
}

const ISSUES_TOLD = 5
/** A message can repeat the name of an unknown field, which a client may make as long as a body. */
const ISSUE_MAX_LENGTH = 200
